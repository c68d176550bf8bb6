//! Checks on leaders and terms.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Cluster;
use crate::facts::Checkpoint;
use crate::failure::{Claim, Failure, LeadershipFailure};
use crate::numbers::{LEADER_LOOK_JITTER_MS, LEADER_LOOK_PAUSE, LEADER_LOOKS};

impl Cluster {
    /// Waits until a connected peer leads, and gives the leader of the highest term: leaders of older terms,
    /// who may not know yet, are tolerated.
    ///
    /// Sleeps 450 to 549 ms before each of at most ten looks. Fails if two peers lead in one term, or if
    /// nobody does at any look.
    pub async fn check_one_leader(&self) -> Result<usize, Failure> {
        let began = self.0.world.now();
        let mut last = Vec::new();
        for _ in 0..LEADER_LOOKS {
            let jitter = sim::random_range(0..LEADER_LOOK_JITTER_MS);
            sim::sleep(LEADER_LOOK_PAUSE + Duration::from_millis(jitter)).await;
            self.look()?;
            last = self.claims();
            if let Some(Claim { peer, term, .. }) = newest_leader(&last)? {
                self.checkpoint(Checkpoint::Leader { peer, term });
                return Ok(peer);
            }
        }
        let waited = self.0.world.now() - began;
        Err(LeadershipFailure::NoLeader { looks: LEADER_LOOKS, waited, last }.into())
    }

    /// The one term that all connected peers are in. Does not wait. Zero if no peer is connected.
    pub fn check_terms(&self) -> Result<u64, Failure> {
        self.look()?;
        let claims = self.claims();
        let term = claims.first().map_or(0, |claim| claim.term);
        if claims.iter().any(|claim| claim.term != term) {
            return Err(LeadershipFailure::TermsDiffer(claims).into());
        }
        self.checkpoint(Checkpoint::Term(term));
        Ok(term)
    }

    /// That no connected peer claims to lead. Does not wait.
    pub fn check_no_leader(&self) -> Result<(), Failure> {
        self.look()?;
        if let Some(claim) = self.claims().into_iter().find(|claim| claim.is_leader) {
            return Err(LeadershipFailure::LeaderWithoutMajority(claim).into());
        }
        self.checkpoint(Checkpoint::NoLeader);
        Ok(())
    }

    /// What every connected peer says of itself.
    pub(super) fn claims(&self) -> Vec<Claim> {
        let connected = (0..self.size()).filter(|peer| self.is_connected(*peer));
        connected
            .filter_map(|peer| {
                let state = self.state(peer)?;
                Some(Claim { peer, term: state.term, is_leader: state.is_leader })
            })
            .collect()
    }
}

/// The leader of the highest term; a failure if any term has two.
fn newest_leader(claims: &[Claim]) -> Result<Option<Claim>, LeadershipFailure> {
    let mut leaders: BTreeMap<u64, Vec<Claim>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.is_leader) {
        leaders.entry(claim.term).or_default().push(*claim);
    }
    if let Some((term, several)) = leaders.iter().find(|(_, of_term)| of_term.len() > 1) {
        let leaders = several.iter().map(|claim| claim.peer).collect();
        return Err(LeadershipFailure::TwoLeaders { term: *term, leaders });
    }
    Ok(leaders.last_entry().and_then(|newest| newest.get().first().copied()))
}
