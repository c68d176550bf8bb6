//! How large a run is.
//!
//! What counts as a fault is what a tester would call one: a message that is lost, delivered twice, or later
//! than an unreliable network makes any; a peer that crashes, stands still or is cut off; a link that is cut.
//! What is none: the ordinary lateness of an unreliable network, and a call to nobody that takes long to
//! fail, for it fails anyway. Both are counted apart. The faults of a plan come to pass as these, so they
//! are not counted once more.

use std::collections::BTreeMap;

use labrpc::Trouble;
use labrpc::fate::SHORT_DELAY_MS;
use serde::{Deserialize, Serialize};
use sim::Instant;

use crate::chaos::Plan;
use crate::runner::Outcome;
use crate::steering::{Decisions, Deed};

/// An unreliable network makes every request late by less than this, in nanoseconds.
const ORDINARY: u64 = SHORT_DELAY_MS as u64 * 1_000_000;

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
    /// Requests and replies that were later than an unreliable network makes any.
    pub late: u64,
    /// Requests and replies that were late by no more than that.
    pub hardly_late: u64,
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
        let count = |deed: Deed| match deed {
            Deed::CrashAtSave => decisions.crashes_at_saves,
            _ => decisions.deeds.count(deed),
        };
        let mut size = Self {
            events,
            nanos: Instant::as_nanos(at),
            peers: plan.map_or(outcome.test.peers, |plan| plan.peers),
            picks,
            plan: plan.map(|plan| plan.faults.len()),
            deeds: Deed::ALL.map(|deed| (deed, count(deed))).into(),
            ..Self::default()
        };
        for mishaps in decisions.messages.0.values() {
            let mut lost = None;
            for mishap in mishaps {
                *match mishap.what {
                    Trouble::RequestLost => {
                        lost = Some(mishap.message);
                        &mut size.lost
                    }
                    Trouble::ReplyLost => &mut size.lost,
                    // Only the news of its loss is late.
                    Trouble::RequestLate(_) if lost == Some(mishap.message) => continue,
                    Trouble::RequestLate(nanos) | Trouble::ReplyLate(nanos) if nanos < ORDINARY => {
                        &mut size.hardly_late
                    }
                    Trouble::RequestLate(_) | Trouble::ReplyLate(_) => &mut size.late,
                    Trouble::Duplicated(_) => &mut size.duplicated,
                    Trouble::SlowFailure(_) => &mut size.slow_failures,
                } += 1;
            }
        }
        size
    }

    /// How many faults there were: what befell messages, and what was done to peers and links. Commands are
    /// none, and neither are the scheduler's choices, ordinary lateness, and calls that fail anyway.
    pub fn faults(&self) -> u64 {
        let deeds = self.deeds.iter().filter(|(deed, _)| **deed != Deed::Start).map(|(_, count)| count);
        self.lost + self.late + self.duplicated + deeds.sum::<u64>()
    }

    /// How many commands were taken.
    pub fn commands(&self) -> u64 {
        self.deeds.get(&Deed::Start).copied().unwrap_or_default()
    }
}
