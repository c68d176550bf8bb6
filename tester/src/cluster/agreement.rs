//! Getting commands agreed on, and waiting for it.

use sim::Instant;

use super::{Cluster, Committed};
use crate::facts::Checkpoint;
use crate::failure::{AgreementFailure, Attempt, Failure};
use crate::numbers::{
    AGREEMENT_TIME, COMMIT_POLL, COMMIT_TIME, LEADER_POLL, WAIT_DOUBLING_BELOW, WAIT_FIRST_SLEEP, WAIT_ROUNDS,
};
use crate::value::{Command, Value};

/// What [`Cluster::one`] does when a peer took the command but too few applied it within two seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Fails.
    No,
    /// Submits the command once more, so that it may be committed several times.
    Yes,
}

/// What came of [`Cluster::wait`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// Enough peers applied this.
    Applied(Command),
    /// Some peer has moved on to a later term, so what was submitted in the earlier one may be lost.
    TermPassed {
        /// The peer.
        peer: usize,
        /// The term that it is in.
        term: u64,
    },
}

impl Cluster {
    /// How many peers have applied this index, disconnected and crashed ones included, and what.
    ///
    /// Fails if they applied different commands, or if any service was handed something wrong.
    pub fn n_committed(&self, index: u64) -> Result<Committed, Failure> {
        self.look()?;
        Ok(self.0.ledger.borrow().committed(index)?)
    }

    /// Up to which index this peer has applied, in all its lives together.
    pub fn applied(&self, peer: usize) -> u64 {
        self.0.ledger.borrow().applied(peer)
    }

    /// Waits until `enough` peers have applied this index: at most about 30.7 s, in sleeps that double.
    ///
    /// With `start_term`, gives up as soon as any peer, connected or not, is in a later term.
    pub async fn wait(&self, index: u64, enough: usize, start_term: Option<u64>) -> Result<Awaited, Failure> {
        let began = self.0.world.now();
        let mut sleep = WAIT_FIRST_SLEEP;
        for _ in 0..WAIT_ROUNDS {
            if self.n_committed(index)?.count >= enough {
                break;
            }
            sim::sleep(sleep).await;
            if sleep < WAIT_DOUBLING_BELOW {
                sleep *= 2;
            }
            if let Some((peer, term)) = start_term.and_then(|term| self.anybody_beyond(term)) {
                return Ok(Awaited::TermPassed { peer, term });
            }
        }
        match self.n_committed(index)? {
            Committed { count, command: Some(command) } if count >= enough => {
                self.checkpoint(Checkpoint::AppliedByEnough { index, expected: enough });
                Ok(Awaited::Applied(command))
            }
            Committed { count: applied, .. } => {
                let waited = self.0.world.now() - began;
                Err(AgreementFailure::TooFew { index, expected: enough, applied, waited }.into())
            }
        }
    }

    /// The first peer that is in a later term, and that term.
    fn anybody_beyond(&self, term: u64) -> Option<(usize, u64)> {
        let mut terms = (0..self.size()).filter_map(|peer| Some((peer, self.state(peer)?.term)));
        terms.find(|(_, reached)| *reached > term)
    }

    /// Gets one command agreed on by `expected` peers, and gives its index.
    ///
    /// Asks the connected peers in turn, from peer 1 on and continuing where it left off, until one takes the
    /// command as leader; then waits up to 2 s for enough peers to apply it. Goes on so for 10 s. Should the
    /// command be agreed on only after it was submitted again, it stands in the log more than once.
    pub async fn one(&self, value: impl Into<Value>, expected: usize, retry: Retry) -> Result<u64, Failure> {
        let command = Command::from(value.into());
        self.checkpoint(Checkpoint::Proposed { command: command.clone(), expected });
        let began = self.0.world.now();
        let mut cursor = 0;
        let mut last = None;
        while self.0.world.now() - began < AGREEMENT_TIME {
            self.look()?;
            let Some(attempt) = self.offer(&mut cursor, &command) else {
                sim::sleep(LEADER_POLL).await;
                continue;
            };
            let index = attempt.index;
            let seen = self.watch(index, &command, expected).await?;
            if is_agreed(&seen, &command, expected) {
                self.checkpoint(Checkpoint::Agreed { command, index });
                return Ok(index);
            }
            last = Some(Attempt { applied: seen.count, command: seen.command, ..attempt });
            if retry == Retry::No {
                break;
            }
        }
        Err(self.no_agreement(command, expected, began, last))
    }

    /// Offers the command to each connected peer in turn, at most once round, until one takes it.
    fn offer(&self, cursor: &mut usize, command: &Command) -> Option<Attempt> {
        for _ in 0..self.size() {
            *cursor = self.after(*cursor, 1);
            if !self.is_connected(*cursor) {
                continue;
            }
            if let Some(started) = self.submit(*cursor, command) {
                let (index, term) = (started.index, started.term);
                return Some(Attempt { peer: *cursor, term, index, applied: 0, command: None });
            }
        }
        None
    }

    /// Polls for up to 2 s until the command is agreed on at this index. Another command there changes
    /// nothing: it keeps polling. Gives what it saw last.
    async fn watch(&self, index: u64, command: &Command, expected: usize) -> Result<Committed, Failure> {
        let began = self.0.world.now();
        let mut seen = Committed::default();
        while self.0.world.now() - began < COMMIT_TIME {
            seen = self.n_committed(index)?;
            if is_agreed(&seen, command, expected) {
                break;
            }
            sim::sleep(COMMIT_POLL).await;
        }
        Ok(seen)
    }

    fn no_agreement(
        &self,
        command: Command,
        expected: usize,
        began: Instant,
        last: Option<Attempt>,
    ) -> Failure {
        let waited = self.0.world.now() - began;
        let (last, claims) = (last.map(Box::new), self.claims());
        AgreementFailure::NotReached { command, expected, waited, last, claims }.into()
    }
}

fn is_agreed(seen: &Committed, command: &Command, expected: usize) -> bool {
    seen.count > 0 && seen.count >= expected && seen.command.as_ref() == Some(command)
}
