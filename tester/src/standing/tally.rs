//! So many of so many.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

/// How many runs of a test there were to be, and how many of them passed. One that was left out did not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tally {
    /// All of them, also those that were left out because one before them had to be given up.
    pub(crate) runs: u64,
    /// Those that passed.
    pub(crate) passed: u64,
}

impl Tally {
    /// Whether there were runs, and all passed.
    pub(crate) const fn is_whole(self) -> bool {
        self.runs > 0 && self.passed == self.runs
    }

    /// How the share that passed compares with another; without runs it is none.
    pub(super) fn compared_with(self, other: Self) -> Ordering {
        let share = |one: Self, other: Self| u128::from(one.passed) * u128::from(other.runs.max(1));
        share(self, other).cmp(&share(other, self))
    }
}

/// As in `17/20`.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", self.passed, self.runs))
    }
}
