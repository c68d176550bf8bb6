//! A leader takes commands and stops at the same moment, with what it was about to send unsent. When it goes
//! on, a new term has long begun, and the new leader's messages wait beside its own unfinished business:
//! whatever it sends now must be what it meant then, under the term of then.

use std::rc::Rc;
use std::time::Duration;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::{Cuts, Service};
use crate::failure::Failure;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const PAUSED_LEADER: LabTest = LabTest {
    name: "paused_leader_X",
    part: Part::X,
    title: "a leader stops in the middle of a sentence",
    peers: 5,
    faults: "leaders stand still",
    about: &[Situation::ChangeInFlight, Situation::LeaderPaused],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

/// What the successor has to say right before the leader wakes, for so long, the leader does not hear.
const UNHEARD_MS: u64 = 12;

fn plan(draw: &mut Draw) -> Plan {
    let service = if draw.chance(50) { Service::Plain } else { Service::SnapshotsEvery(5) };
    calm(5, service)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    for _ in 0..6 {
        let (leader, _) = stage.agree(&stage.others(&[])).await?;
        for _ in 0..sim::random_range(1..=4) {
            stage.offer(leader);
        }
        if sim::random_range(0..2) == 0 {
            // Its first messages leave, and the answers find it standing still.
            stage.wait_ms(sim::random_range(0..8)).await;
        }
        let (began, pause_ms) = (sim::now(), sim::random_range(700..1200));
        cluster.pause(leader, Duration::from_millis(pause_ms));

        let successor = successor_of(&stage, leader).await?;
        if sim::random_range(0..4) > 0 && successor != leader {
            // It knows of the new term, from messages that wait for it, but not of what is agreed on there.
            sim::sleep_until(began + Duration::from_millis(pause_ms - UNHEARD_MS)).await;
            cluster.set_cuts(Cuts::one_way(successor, leader));
            stage.offer(successor);
            stage.wait_ms(UNHEARD_MS + 1).await;
            cluster.mend();
        } else {
            stage.offer(successor);
            cluster.pause(successor, Duration::from_millis(sim::random_range(20..600)));
        }
        while cluster.is_paused(leader) || cluster.is_paused(successor) {
            stage.wait_ms(10).await;
            stage.leader_now(&stage.others(&[]))?;
        }
    }
    Ok(())
}

/// Waits until somebody else leads; or the same one, if the others could not agree before it went on.
async fn successor_of(stage: &Stage, leader: usize) -> Result<usize, Failure> {
    let others = stage.others(&[leader]);
    while stage.cluster.is_paused(leader) {
        if let Some(claim) = stage.leader_now(&others)? {
            return Ok(claim.peer);
        }
        stage.wait_ms(5).await;
    }
    stage.leader_among(&stage.others(&[])).await
}
