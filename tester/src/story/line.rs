//! One line of a story.

use std::fmt;
use std::time::Duration;

/// Of how much interest a line is, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// How it ended.
    End,
    /// What went wrong.
    Fault,
    /// Who led.
    Leader,
    /// What the story is about: of votes, or of entries.
    Matter,
    /// What was submitted.
    Command,
    /// What a peer did that led on to something.
    Step,
    /// All else.
    Aside,
}

/// Something that happened at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// When, in virtual nanoseconds.
    pub(super) at: u64,
    pub(super) rank: Rank,
    pub(super) text: String,
}

/// As in `1.204 s  peer 2 crashes`.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>7.3} s  {}", Duration::from_nanos(self.at).as_secs_f64(), self.text)
    }
}
