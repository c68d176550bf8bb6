//! A deposed leader comes back with a long tail of entries that nobody else has, and the others have as many
//! of their own. The network is slow: every question takes its time.
//!
//! A leader that goes back by one entry for each refusal needs a question for each (5.3, last part).

use std::rc::Rc;

use labrpc::Storm;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::Service;
use crate::failure::Failure;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const DEPOSED_TAIL: LabTest = LabTest {
    name: "deposed_tail_X",
    part: Part::X,
    title: "a deposed leader with a long tail",
    peers: 5,
    faults: "a leader is cut off, the next crashes; a slow network",
    about: &[Situation::LonelyLeaderAccepts, Situation::AcceptedInVain, Situation::ConflictRemoved],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

/// How many entries each side has that the other lacks.
const TAIL: usize = 200;

/// At most this late is every message in the end.
const DELAY_MS: u32 = 80;

fn plan(_: &mut Draw) -> Plan {
    calm(5, Service::Plain)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    let everybody = stage.others(&[]);
    let (deposed, _) = stage.agree(&everybody).await?;
    let rest = stage.others(&[deposed]);
    cluster.partition(&[&rest]);
    for _ in 0..TAIL {
        stage.offer(deposed);
    }

    // The others go their own way.
    let (second, _) = stage.agree(&rest).await?;
    for _ in 0..TAIL {
        stage.offer(second);
    }
    stage.agree(&rest).await?;

    // A third leader, which takes everybody's log to be as long as its own. Whoever knew better is gone.
    cluster.crash(second);
    let three = stage.others(&[deposed, second]);
    cluster.partition(&[&three]);
    stage.leader_among(&three).await?;

    cluster.set_storm(Storm { delay_ms: DELAY_MS, ..Storm::NONE });
    cluster.mend();
    stage.agree(&stage.others(&[second])).await?;
    Ok(())
}
