//! A candidate's votes are long under way. When they arrive it stands in a later term, cut off from
//! everybody: they were not given for that term and count for nothing (5.2).
//!
//! In some rounds the candidate stands still meanwhile, so that the votes and the end of its patience come at
//! once.

use std::rc::Rc;
use std::time::Duration;

use labrpc::Storm;

use super::super::plan::Plan;
use super::super::stage::PATIENCE;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::Service;
use crate::failure::{Failure, LeadershipFailure};
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const LATE_VOTES: LabTest = LabTest {
    name: "late_votes_X",
    part: Part::X,
    title: "votes for an earlier candidacy",
    peers: 5,
    faults: "leaders crash, votes come late, candidates stand still",
    about: &[Situation::LateVote],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

/// Every message takes up to so long, by which it shows who stands first.
const DELAY_MS: u32 = 30;

fn plan(_: &mut Draw) -> Plan {
    calm(5, Service::Plain)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    for _ in 0..4 {
        let stands_still = sim::random_range(0..3) > 0;
        late_votes(&stage, stands_still).await?;
    }
    Ok(())
}

/// Whoever is the first to stand in a later term.
async fn first_beyond(stage: &Stage, term: u64) -> Result<usize, Failure> {
    let began = sim::now();
    let mut looks = 0;
    while sim::now() - began < PATIENCE {
        stage.cluster.look()?;
        if let Some(claim) = stage.claims().iter().find(|claim| claim.term > term) {
            return Ok(claim.peer);
        }
        looks += 1;
        stage.wait_ms(1).await;
    }
    Err(LeadershipFailure::NoLeader { looks, waited: sim::now() - began, last: stage.claims() }.into())
}

async fn late_votes(stage: &Stage, stands_still: bool) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    let (leader, _) = stage.agree(&stage.others(&[])).await?;
    let term = stage.claims().iter().map(|claim| claim.term).max().unwrap_or(0);
    let late_ms = if stands_still { 300 } else { 1200 };
    cluster.set_storm(Storm { late_replies: 1000, delay_ms: DELAY_MS, late_ms, ..Storm::NONE });
    cluster.crash(leader);

    let candidate = first_beyond(stage, term).await?;
    // Time for everybody to vote. The votes themselves take 200 ms at least.
    stage.wait_ms(2 * u64::from(DELAY_MS)).await;
    cluster.set_storm(Storm::NONE);
    let others = stage.others(&[candidate, leader]);
    cluster.partition(&[&others]);
    if stands_still {
        cluster.pause(candidate, Duration::from_millis(sim::random_range(700..1100)));
    }

    // The others elect somebody, in the term after the candidate's.
    stage.agree(&others).await?;
    for _ in 0..120 {
        stage.leader_now(&others)?;
        stage.wait_ms(10).await;
    }
    stage.revive(leader);
    cluster.mend();
    Ok(())
}
