//! How large a run is.

use std::collections::BTreeMap;

use labrpc::Trouble;
use serde::{Deserialize, Serialize};
use sim::Instant;

use crate::chaos::Plan;
use crate::runner::Outcome;
use crate::steering::{Decisions, Deed};

/// How large a run is, up to its failure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// How many events it has.
    pub events: u64,
    /// How long it takes, in virtual nanoseconds.
    pub nanos: u64,
    /// How many peers it has.
    pub peers: usize,
    /// Requests and replies that were lost.
    pub lost: u64,
    /// Requests and replies that were late.
    pub late: u64,
    /// Requests that were delivered twice.
    pub duplicated: u64,
    /// Requests to nobody that took long to fail.
    pub slow_failures: u64,
    /// What was done to peers and links, by kind.
    pub deeds: BTreeMap<Deed, u64>,
    /// The faults of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<usize>,
    /// The scheduler's choices that were left to chance.
    pub picks: u64,
}

impl Size {
    /// The size of a run that told its decisions: so many of the scheduler's choices were left to chance.
    pub(crate) fn of(outcome: &Outcome, decisions: &Decisions, picks: u64, plan: Option<&Plan>) -> Self {
        let (events, at) = match outcome.verdict.account().and_then(|account| account.seen) {
            Some(seen) => (seen.event, seen.at),
            None => (outcome.observed, outcome.ended),
        };
        let mut size = Self {
            events,
            nanos: Instant::as_nanos(at),
            peers: plan.map_or(outcome.test.peers, |plan| plan.peers),
            picks,
            plan: plan.map(|plan| plan.faults.len()),
            deeds: Deed::ALL.map(|deed| (deed, decisions.deeds.count(deed))).into(),
            ..Self::default()
        };
        for mishap in decisions.messages.0.values().flatten() {
            *match mishap.what {
                Trouble::RequestLost | Trouble::ReplyLost => &mut size.lost,
                Trouble::RequestLate(_) | Trouble::ReplyLate(_) => &mut size.late,
                Trouble::Duplicated(_) => &mut size.duplicated,
                Trouble::SlowFailure(_) => &mut size.slow_failures,
            } += 1;
        }
        size
    }

    /// How many faults there were: what befell messages, and what was done to peers and links. Commands are
    /// none, and neither are the scheduler's choices.
    pub fn faults(&self) -> u64 {
        let deeds = self.deeds.iter().filter(|(deed, _)| **deed != Deed::Start).map(|(_, count)| count);
        self.lost + self.late + self.duplicated + self.slow_failures + deeds.sum::<u64>()
    }

    /// How many commands were taken.
    pub fn commands(&self) -> u64 {
        self.deeds.get(&Deed::Start).copied().unwrap_or_default()
    }
}
