//! A leader sends one entry to everybody. While the acknowledgements are under way it is cut off, and takes
//! more commands. The answers vouch for what was sent and for no more: a leader that takes its log's present
//! end for what was acknowledged commits entries that nobody else has ever seen.

use std::rc::Rc;

use labrpc::Storm;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::Service;
use crate::failure::Failure;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const LATE_ACKS: LabTest = LabTest {
    name: "late_acks_X",
    part: Part::X,
    title: "acknowledgements when the log has grown",
    peers: 5,
    faults: "a leader is cut off while its answers are under way",
    about: &[Situation::LonelyLeaderAccepts, Situation::AcceptedInVain],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

fn plan(_: &mut Draw) -> Plan {
    calm(5, Service::Plain)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    let everybody = stage.others(&[]);
    for _ in 0..3 {
        let (leader, _) = stage.agree(&everybody).await?;
        let rest = stage.others(&[leader]);
        cluster.set_storm(Storm { late_replies: 1000, late_ms: 200, ..Storm::NONE });
        stage.offer(leader);
        // Whoever sends entries only with its heartbeats has sent this one by now. No answer is back.
        stage.wait_ms(130).await;
        cluster.partition(&[&rest]);
        for _ in 0..15 {
            stage.offer(leader);
        }
        stage.wait_ms(400).await;

        cluster.set_storm(Storm::NONE);
        for _ in 0..3 {
            stage.agree(&rest).await?;
        }
        cluster.mend();
    }
    Ok(())
}
