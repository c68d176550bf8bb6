//! The classes of failures, by gravity.

use std::fmt;

use labrpc::SilentHandler;
use serde::{Deserialize, Serialize};
use sim::Stop;

/// What kind of failure it is. The order is the order of gravity: the first is the gravest, so of several
/// failures the smallest is the one to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Two peers disagree, something committed was lost, or another rule of Raft is broken.
    Safety,
    /// The implementation panicked, made a call that cannot be carried out, or came to a place that is not
    /// written yet.
    Panic,
    /// Two runs of one seed differ.
    Nondeterminism,
    /// Deadlock, livelock, a task that never yields, a handler that never answers, or more steps or events
    /// than any sound run has.
    Hang,
    /// No leader or no agreement in time.
    Liveness,
    /// Too many RPCs, too many bytes, too long a log.
    Cost,
}

impl Class {
    /// The name in reports, such as `safety`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Safety => "safety",
            Self::Panic => "panic",
            Self::Nondeterminism => "nondeterminism",
            Self::Hang => "hang",
            Self::Liveness => "liveness",
            Self::Cost => "cost",
        }
    }

    /// A run that the simulator ended. One that merely used up its virtual time was still alive, so it lacked
    /// progress; an RPC that cannot be carried out would have been a panic in the course's harness, and code
    /// that is not written yet would have been a `todo!()`.
    pub(super) fn of_stop(stop: &Stop) -> Self {
        match stop {
            Stop::Deadlock { .. }
            | Stop::Livelock { .. }
            | Stop::StepLimit { .. }
            | Stop::EventLimit { .. } => Self::Hang,
            Stop::Aborted { error, .. } if error.is::<SilentHandler>() => Self::Hang,
            Stop::TimeLimit { .. } => Self::Liveness,
            Stop::Panic { .. } | Stop::Aborted { .. } => Self::Panic,
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
