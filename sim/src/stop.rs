//! Why a run ended before its script did.

use std::error::Error;
use std::fmt::Write as _;
use std::time::Duration;

use crate::{Frame, Instant, Place, Waiting};

/// Why a run ended before its script did. Each variant names the time, and the node and task where there is
/// one.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// Nothing is runnable and no timer is set, so nothing can ever happen again.
    #[error("deadlock at {at} s: nothing can ever run again; {}", list(waiting))]
    Deadlock {
        /// When the last thing happened.
        at: Instant,
        /// Every task that still waits.
        waiting: Vec<Waiting>,
    },
    /// Tasks keep running without time moving.
    #[error("livelock: {polls} steps passed without time moving; the last was taken by {place}")]
    Livelock {
        /// The task that took the last step.
        place: Place,
        /// How many steps were taken at this one instant.
        polls: u64,
    },
    /// Tasks keep running, and time moves so little that no other limit will ever be reached.
    #[error("more than {limit} steps, and still not done: time hardly moves; the last was taken by {place}")]
    StepLimit {
        /// The task that took the last step.
        place: Place,
        /// The limit.
        limit: u64,
    },
    /// The limit on virtual time was reached.
    #[error(
        "still not done after {} virtual seconds; the last step was taken by {place}",
        limit.as_secs_f64()
    )]
    TimeLimit {
        /// The task that took the last step.
        place: Place,
        /// The limit.
        limit: Duration,
    },
    /// More was observed than any sound run needs.
    #[error("more than {limit} events: something is running away; the last was of {place}")]
    EventLimit {
        /// Where the limit was reached.
        place: Place,
        /// The limit.
        limit: u64,
    },
    /// Simulated code panicked.
    #[error("{place}, panicked{}: {message}", located(location.as_deref()))]
    Panic {
        /// Whose code it was.
        place: Place,
        /// The panic's message.
        message: String,
        /// The source position, as `src/raft.rs:41:7`.
        location: Option<String>,
        /// The calls that led to it, innermost first: from the panic to the simulator, which called this
        /// code, without the machinery of either. No part of the digest: they depend on how it was compiled.
        frames: Vec<Frame>,
        /// Whether it is the panic of a [`Mutex`](crate::Mutex) whose guard is held across an `.await`.
        is_held_across_await: bool,
    },
    /// A layer above found something that makes going on pointless, as with an RPC to an unknown method.
    #[error("{place}: {error}")]
    Aborted {
        /// Whose code was running.
        place: Place,
        /// What was found.
        error: Box<dyn Error>,
    },
}

impl Stop {
    /// Where it happened, if that is one place.
    pub const fn place(&self) -> Option<&Place> {
        match self {
            Self::Livelock { place, .. }
            | Self::StepLimit { place, .. }
            | Self::TimeLimit { place, .. }
            | Self::EventLimit { place, .. }
            | Self::Panic { place, .. }
            | Self::Aborted { place, .. } => Some(place),
            Self::Deadlock { .. } => None,
        }
    }
}

/// The first of them, and how many more there are.
fn list(waiting: &[Waiting]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<_> = waiting.iter().take(SHOWN).map(ToString::to_string).collect();
    let mut text = shown.join("; ");
    if waiting.len() > SHOWN {
        let _ = write!(text, "; and {} more tasks wait", waiting.len() - SHOWN);
    }
    text
}

fn located(location: Option<&str>) -> String {
    location.map(|location| format!(" at {location}")).unwrap_or_default()
}
