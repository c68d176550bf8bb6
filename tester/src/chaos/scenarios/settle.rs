//! Acknowledgements overtake each other by far, and then no new command comes. What the leader has accepted
//! must commit all the same, without one: an old answer takes nothing back from `match_index` (Figure 2: it
//! "increases monotonically").
//!
//! Only just a majority can talk, so that each of its acknowledgements counts: with more peers, there are
//! always enough of the last entry at one moment. The leader stands still while the answers come in, and
//! finds them all at once, in any order. For that moment it is cut off: what it would like to send again gets
//! nowhere, and nobody misses it.

use std::rc::Rc;
use std::time::Duration;

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
    faults: "two are cut off, replies overtake each other, leaders stand still",
    about: &[Situation::InFlight, Situation::ReplyOvertaken],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

/// Every request and every reply takes up to so long.
const DELAY_MS: u32 = 50;

/// How long the leader stands still: the last answers are in by then.
const PAUSE_MS: u64 = 110;

fn plan(draw: &mut Draw) -> Plan {
    let service = if draw.chance(50) { Service::Plain } else { Service::SnapshotsEvery(10) };
    calm(5, service)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    for _ in 0..3 {
        let (leader, _) = stage.agree(&stage.others(&[])).await?;
        let followers = [cluster.after(leader, 1), cluster.after(leader, 2)];
        let among = [leader, followers[0], followers[1]];
        cluster.partition(&[among]);
        cluster.set_storm(Storm { delay_ms: DELAY_MS, ..Storm::NONE });
        // Far enough apart for a message each.
        for _ in 0..12 {
            stage.offer(leader);
            stage.wait_ms(6).await;
        }
        cluster.set_storm(Storm::NONE);
        cluster.pause(leader, Duration::from_millis(PAUSE_MS));
        stage.wait_ms(PAUSE_MS - 1).await;
        cluster.partition(&[followers]);
        stage.wait_ms(2).await;
        cluster.partition(&[among]);
        liveness::settles(&stage, leader, &among).await?;
        liveness::check(&stage).await?;
    }
    Ok(())
}
