//! What can only be seen from outside of a simulation: that it stands still, that it took its process with
//! it, that a second run of the same seed was another.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Class, Difference};

/// Whose code was running, and since when, as far as it can be told from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// The peer; `None` for the test script.
    pub peer: Option<usize>,
    /// Where its task was spawned, as `src/raft.rs:41`; `None` in a handler or other code outside a task.
    pub spawned: Option<String>,
    /// The virtual time, in nanoseconds.
    pub at_nanos: u64,
}

/// How a process came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Death {
    /// It ran out of stack.
    StackOverflow,
    /// There was no more memory for it to have: these were its last words.
    OutOfMemory(String),
    /// It used up the processor time that it may have.
    OutOfTime,
    /// It aborted itself, after these last words.
    Abort(String),
    /// Another signal ended it.
    Signal(i32),
    /// It ended itself with this exit status, as by `std::process::exit`.
    Exit(i32),
    /// It lived, and said nothing any more: it was stopped, or waited for the system.
    Silence,
}

/// A failure that is seen from outside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Outside {
    /// A task, or a handler, that never comes to an `.await`.
    #[error(
        "{}, has been running for {} s of real time without coming to an `.await`",
        told(place),
        patience.as_secs_f64()
    )]
    NeverYields {
        /// Whose code it is.
        place: Sighting,
        /// How long was waited for it.
        patience: Duration,
    },
    /// The implementation ended the process that it ran in.
    #[error("{}, {}", place.as_ref().map_or_else(nowhere, told), how)]
    Died {
        /// Whose code was running; `None` if the run, repeated, did not end that way.
        place: Option<Sighting>,
        /// What became of the process.
        how: Death,
    },
    /// Two runs of one seed were not the same.
    #[error("two runs of this seed differ {}", parting(difference.as_deref()))]
    Differs {
        /// Where they part; `None` if recorded runs did not part again.
        difference: Option<Box<Difference>>,
    },
}

fn told(place: &Sighting) -> String {
    let at = sim::Instant::from_nanos(place.at_nanos);
    let who = place.peer.map_or_else(|| "the test script".to_owned(), |peer| format!("peer {peer}"));
    match &place.spawned {
        Some(site) => format!("{who}, in the task spawned at {site}, at {at} s"),
        None => format!("{who}, at {at} s"),
    }
}

fn nowhere() -> String {
    "a peer, at a point that was not reached again".to_owned()
}

fn parting(difference: Option<&Difference>) -> String {
    match difference {
        Some(difference) => difference.to_string(),
        None => "in their digests, and nothing more is known of where".to_owned(),
    }
}

/// As in `overflowed its stack`: what follows whoever it was.
impl fmt::Display for Death {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StackOverflow => f.write_str("overflowed its stack, which ends the whole process"),
            Self::OutOfMemory(words) if words.is_empty() => {
                f.write_str("ran out of memory, which ends the whole process")
            }
            Self::OutOfMemory(words) => write!(f, "ran out of memory, which ends the whole process: {words}"),
            Self::OutOfTime => f.write_str("used up the processor time that its process may have"),
            Self::Abort(words) if words.is_empty() => f.write_str("aborted the whole process"),
            Self::Abort(words) => write!(f, "aborted the whole process: {words}"),
            Self::Signal(9) => {
                f.write_str("was killed with the whole process (signal 9), as happens when memory runs out")
            }
            Self::Signal(signal) => write!(f, "ended the whole process by signal {signal}"),
            Self::Exit(status) => write!(f, "ended the whole process with exit status {status}"),
            Self::Silence => f.write_str("let the whole process stand still, as one does that was stopped"),
        }
    }
}

impl Outside {
    /// The rule of tasks that never come to an `.await`.
    pub(crate) const NEVER_YIELDS: &'static str = "tasks-yield";

    /// How grave it is.
    pub const fn class(&self) -> Class {
        match self {
            Self::NeverYields { .. } | Self::Died { how: Death::Silence | Death::OutOfTime, .. } => {
                Class::Hang
            }
            Self::Died { .. } => Class::Panic,
            Self::Differs { .. } => Class::Nondeterminism,
        }
    }

    /// The short constant name of the rule that was broken.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::NeverYields { .. } => Self::NEVER_YIELDS,
            Self::Died { how: Death::StackOverflow, .. } => "bounded-recursion",
            Self::Died { .. } => "process-survives",
            Self::Differs { .. } => "one-seed-one-run",
        }
    }

    /// The place in the source, where there is one.
    pub(crate) fn place(&self) -> Option<String> {
        match self {
            Self::NeverYields { place, .. } => place.spawned.clone(),
            Self::Died { place, .. } => place.as_ref()?.spawned.clone(),
            Self::Differs { difference } => difference.as_ref()?.spawned().map(str::to_owned),
        }
    }

    /// The peer whose code it is, if it is one peer's.
    pub(crate) const fn peer(&self) -> Option<usize> {
        match self {
            Self::NeverYields { place, .. } | Self::Died { place: Some(place), .. } => place.peer,
            Self::Died { place: None, .. } | Self::Differs { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_told_as_far_as_it_is_known() {
        let place =
            Sighting { peer: Some(2), spawned: Some("src/raft.rs:41".into()), at_nanos: 1_204_031_000 };
        let stuck = Outside::NeverYields { place, patience: Duration::from_secs(10) };
        let sentence = "peer 2, in the task spawned at src/raft.rs:41, at 1.204031 s, has been running for 10 s of \
                        real time without coming to an `.await`";
        assert_eq!(stuck.to_string(), sentence);

        let dead = Outside::Died { place: Some(Sighting::default()), how: Death::Exit(0) };
        assert_eq!(
            dead.to_string(),
            "the test script, at 0.000000 s, ended the whole process with exit status 0"
        );
    }
}
