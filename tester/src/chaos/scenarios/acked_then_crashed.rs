//! A leader and one follower agree on something. One of the two crashes, comes back with what it had saved,
//! and meets the third peer, which never heard of it: between them, its disk is all that is left of the
//! agreement (5.4.3; Figure 2, persistent state).

use std::rc::Rc;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::Service;
use crate::failure::Failure;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const ACKED_THEN_CRASHED: LabTest = LabTest {
    name: "acked_then_crashed_X",
    part: Part::X,
    title: "whoever acknowledged crashes",
    peers: 3,
    faults: "a peer crashes after it has acknowledged, the others take turns",
    about: &[Situation::CaughtUp, Situation::RestartWithEntries],
    kind: Kind::Chaos(Chaos { fewest_peers: 3, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

fn plan(_: &mut Draw) -> Plan {
    calm(3, Service::Plain)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    let everybody = stage.others(&[]);
    for round in 0..6 {
        let (leader, _) = stage.agree(&everybody).await?;
        let follower = cluster.after(leader, 1 + round % 2);
        let both = [leader, follower];
        let absent = stage.others(&both);
        cluster.partition(&[both]);
        for _ in 0..sim::random_range(1..=4) {
            stage.offer(leader);
        }
        stage.agree(&both).await?;

        let forgetful = both[round / 2 % 2];
        stage.restart(forgetful);
        cluster.partition(&[[forgetful, absent[0]]]);
        stage.agree(&[forgetful, absent[0]]).await?;
        cluster.mend();
    }
    Ok(())
}
