//! Getting something done within one term: if the term changes meanwhile, the lab tries again.

use std::time::Duration;

use crate::cluster::{Awaited, Cluster};
use crate::facts::Checkpoint;
use crate::failure::{Failure, LeadershipFailure, Spoilt};
use crate::value::{Command, Value};

/// How often a test may be spoilt by a change of term.
const ATTEMPTS: u64 = 5;

/// The pause before every attempt but the first, in which things may settle.
const SETTLING: Duration = Duration::from_secs(3);

/// Why an attempt did not get through.
pub(super) enum Interruption {
    /// Try again.
    Spoilt(Spoilt),
    /// The test failed.
    Failed(Failure),
}

impl From<Spoilt> for Interruption {
    fn from(spoilt: Spoilt) -> Self {
        Self::Spoilt(spoilt)
    }
}

impl From<Failure> for Interruption {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// What the first of at most five attempts came to that was not spoilt.
pub(super) async fn within_one_term<T>(
    cluster: &Cluster,
    attempt: impl AsyncFn() -> Result<T, Interruption>,
) -> Result<T, Failure> {
    let mut round = 0;
    loop {
        cluster.checkpoint(Checkpoint::Round(round));
        if round > 0 {
            sim::sleep(SETTLING).await;
        }
        round += 1;
        match attempt().await {
            Ok(done) => return Ok(done),
            Err(Interruption::Failed(failure)) => return Err(failure),
            Err(Interruption::Spoilt(last)) if round == ATTEMPTS => {
                return Err(LeadershipFailure::TermNeverStable { attempts: ATTEMPTS, last }.into());
            }
            Err(Interruption::Spoilt(_)) => {}
        }
    }
}

/// The term of one attempt, as the leader gave it for the attempt's first command.
#[derive(Clone)]
pub(super) struct OneTerm {
    cluster: Cluster,
    pub(super) leader: usize,
    pub(super) term: u64,
    /// The index of the first command.
    pub(super) index: u64,
    /// The term that the leader reported right after it took the first command.
    reported: u64,
}

impl OneTerm {
    /// Submits the first command, the number 1.
    pub(super) fn begin(cluster: &Cluster, leader: usize) -> Result<Self, Spoilt> {
        let started = cluster.start(leader, 1);
        let reported = term_of(cluster, leader);
        match started {
            None => Err(Spoilt::Refused { peer: leader, term: reported }),
            Some(started) => Ok(Self {
                cluster: cluster.clone(),
                leader,
                term: started.term,
                index: started.index,
                reported,
            }),
        }
    }

    /// Submits another command, which must be taken in the same term; its index.
    pub(super) fn start(&self, value: impl Into<Value>) -> Result<u64, Spoilt> {
        let started = self.cluster.start(self.leader, value);
        let state = term_of(&self.cluster, self.leader);
        match started {
            None => Err(Spoilt::Refused { peer: self.leader, term: state }),
            Some(started) if started.term == self.term => Ok(started.index),
            Some(started) if started.term == state => Err(self.moved(self.leader, state)),
            Some(started) => Err(Spoilt::TwoTerms { peer: self.leader, started: started.term, state }),
        }
    }

    /// That every peer is in this term.
    pub(super) fn check(&self) -> Result<(), Spoilt> {
        let elsewhere =
            |peer| Some((peer, term_of(&self.cluster, peer))).filter(|(_, term)| *term != self.term);
        match (0..self.cluster.size()).find_map(elsewhere) {
            None => Ok(()),
            Some((peer, term)) => Err(self.moved(peer, term)),
        }
    }

    /// What all peers applied at this index.
    pub(super) async fn wait(&self, index: u64) -> Result<Command, Interruption> {
        match self.cluster.wait(index, self.cluster.size(), Some(self.term)).await? {
            Awaited::Applied(command) => Ok(command),
            Awaited::TermPassed { peer, term } if self.reported == self.term => {
                Err(Spoilt::GaveUp { index, peer, from: self.term, to: term }.into())
            }
            Awaited::TermPassed { peer, term } => Err(self.moved(peer, term).into()),
        }
    }

    /// A peer is in another term: the term changed, unless the leader contradicted itself from the beginning.
    fn moved(&self, peer: usize, to: u64) -> Spoilt {
        if self.reported == self.term {
            Spoilt::Moved { peer, from: self.term, to }
        } else {
            Spoilt::TwoTerms { peer: self.leader, started: self.term, state: self.reported }
        }
    }
}

/// The term that a peer is in; 0 if it does not answer, for then it has panicked, and the run is over.
fn term_of(cluster: &Cluster, peer: usize) -> u64 {
    cluster.state(peer).map_or(0, |state| state.term)
}
