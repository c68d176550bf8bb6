//! When a run has shown all that is of interest.

use serde::{Deserialize, Serialize};
use sim::Stop;

/// When a run ends before its test does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Until {
    /// As soon as an oracle sees this rule broken.
    pub rule: String,
    /// At this moment, in virtual nanoseconds, at the latest.
    pub latest: u64,
}

/// The run has shown what it was to show.
#[derive(Debug, thiserror::Error)]
#[error("the run has shown what it was to show")]
pub struct Enough;

impl Until {
    /// Whether a run was stopped for the reason that it has shown enough, and not for anything that went
    /// wrong in it.
    pub(crate) fn has_come(&self, stop: &Stop) -> bool {
        match stop {
            Stop::Aborted { error, .. } => error.is::<Enough>(),
            Stop::TimeLimit { limit, .. } => limit.as_nanos() == u128::from(self.latest),
            _ => false,
        }
    }
}
