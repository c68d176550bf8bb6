//! A leader that was cut off has the longest log of all, full of entries that nobody else has. It meets the
//! one peer that holds what was agreed on meanwhile, which is less but newer: only that one may win (5.4.1).

use std::rc::Rc;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::Service;
use crate::failure::Failure;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const STALE_BUT_LONG: LabTest = LabTest {
    name: "stale_but_long_X",
    part: Part::X,
    title: "a long log that is out of date",
    peers: 3,
    faults: "a leader is cut off, then its successor",
    about: &[Situation::OldLogRefused, Situation::LonelyLeaderAccepts, Situation::ConflictRemoved],
    kind: Kind::Chaos(Chaos { fewest_peers: 3, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

fn plan(_: &mut Draw) -> Plan {
    calm(3, Service::Plain)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    let everybody = stage.others(&[]);
    for _ in 0..3 {
        let (deposed, _) = stage.agree(&everybody).await?;
        let rest = stage.others(&[deposed]);
        cluster.partition(&[&rest]);
        for _ in 0..20 {
            stage.offer(deposed);
        }

        // Few, but newer, and agreed on.
        let mut successor = deposed;
        for _ in 0..3 {
            (successor, _) = stage.agree(&rest).await?;
        }

        // The successor leaves. Of the two that are left, one has the longer log and one the newer.
        let left = stage.others(&[successor]);
        cluster.partition(&[&left]);
        stage.agree(&left).await?;
        cluster.mend();
    }
    Ok(())
}
