//! Acknowledgements overtake each other, and then no new command comes. What the leader has accepted must
//! commit all the same: an old answer takes nothing back from `match_index` (Figure 2: it "increases
//! monotonically").
//!
//! The leader stands still while the answers come in, and finds them all at once, in any order. For that
//! moment it is cut off: what it would like to send again gets nowhere, and nobody notices.

use std::rc::Rc;
use std::time::Duration;

use labrpc::Storm;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage, liveness};
use super::calm;
use crate::cluster::Service;
use crate::failure::Failure;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const SETTLE: LabTest = LabTest {
    name: "settle_X",
    part: Part::X,
    title: "acknowledgements out of order, then silence",
    peers: 7,
    faults: "replies overtake each other, a leader stands still",
    kind: Kind::Chaos(Chaos { fewest_peers: 7, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

/// Every request and every reply takes up to so long.
const DELAY_MS: u32 = 50;

/// How long the leader stands still: the last answers are in, and nobody misses it yet.
const PAUSE_MS: u64 = 125;

fn plan(draw: &mut Draw) -> Plan {
    let service = if draw.chance(50) { Service::Plain } else { Service::SnapshotsEvery(20) };
    calm(7, service)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    for _ in 0..4 {
        let (leader, _) = stage.agree(&stage.others(&[])).await?;
        stage.cluster.set_storm(Storm { delay_ms: DELAY_MS, ..Storm::NONE });
        // Far enough apart for a message each.
        for _ in 0..20 {
            stage.offer(leader);
            stage.wait_ms(6).await;
        }
        stage.cluster.pause(leader, Duration::from_millis(PAUSE_MS));
        stage.wait_ms(PAUSE_MS - 1).await;
        stage.cluster.partition(&[stage.others(&[leader])]);
        stage.wait_ms(2).await;
        liveness::check(&stage).await?;
    }
    Ok(())
}
