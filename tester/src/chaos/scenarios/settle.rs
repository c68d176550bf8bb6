//! Acknowledgements overtake each other by far, and then no new command comes. What the leader has accepted
//! must commit all the same, without one: an old answer takes nothing back from `match_index` (Figure 2: it
//! "increases monotonically").
//!
//! Only just a majority can talk, so that each of its acknowledgements counts: with more peers, there are
//! always enough of the last entry at one moment.

use std::rc::Rc;

use labrpc::Storm;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage, liveness};
use super::calm;
use crate::cluster::Service;
use crate::failure::Failure;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const SETTLE: LabTest = LabTest {
    name: "settle_X",
    part: Part::X,
    title: "acknowledgements out of order, then silence",
    peers: 5,
    faults: "two are cut off, replies overtake each other",
    about: &[Situation::InFlight, Situation::ReplyOvertaken],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

fn plan(draw: &mut Draw) -> Plan {
    let service = if draw.chance(50) { Service::Plain } else { Service::SnapshotsEvery(10) };
    calm(5, service)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    for _ in 0..3 {
        let (leader, _) = stage.agree(&stage.others(&[])).await?;
        let among = [leader, stage.cluster.after(leader, 1), stage.cluster.after(leader, 2)];
        stage.cluster.partition(&[&among]);
        stage.cluster.set_storm(Storm { late_replies: 600, delay_ms: 40, late_ms: 1000, ..Storm::NONE });
        for _ in 0..12 {
            stage.offer(leader);
            stage.wait_ms(sim::random_range(2..20)).await;
        }
        stage.cluster.set_storm(Storm::NONE);
        liveness::settles(&stage, leader, &among).await?;
        liveness::check(&stage).await?;
    }
    Ok(())
}
