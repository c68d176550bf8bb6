//! What the checked runs came to.

use crate::failure::Class;
use crate::runner::{Outcome, Verdict};

/// How many runs there were, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Checked {
    /// All of them.
    pub(crate) runs: usize,
    /// Those that were others the second time.
    pub(crate) differing: usize,
    /// Those that were the same twice, and failed.
    pub(crate) failed: usize,
    /// Those that could not be compared, since they had to be given up or took their process with them.
    pub(crate) unfinished: usize,
    /// Of those that failed: how many by a mistake of the harness.
    pub(crate) broken: usize,
}

impl Checked {
    /// Counts a run.
    pub(crate) fn add(&mut self, outcome: &Outcome) {
        self.runs += 1;
        if Self::is_difference(outcome) {
            self.differing += 1;
        } else if !Self::is_finished(outcome) {
            self.unfinished += 1;
        } else if !outcome.verdict.passed() {
            self.failed += 1;
        }
        self.broken += usize::from(matches!(outcome.verdict, Verdict::Broken(_)));
    }

    /// Adds what others came to.
    pub(crate) fn join(&mut self, other: Self) {
        self.runs += other.runs;
        self.differing += other.differing;
        self.failed += other.failed;
        self.unfinished += other.unfinished;
        self.broken += other.broken;
    }

    /// How many were the same twice.
    pub(crate) const fn same(&self) -> usize {
        self.runs - self.differing - self.unfinished
    }

    /// Whether the run was observed to its end.
    pub(crate) const fn is_finished(outcome: &Outcome) -> bool {
        outcome.observed > 0
    }

    /// Whether this is the outcome of a run that was another the second time.
    pub(crate) fn is_difference(outcome: &Outcome) -> bool {
        outcome.verdict.account().is_some_and(|account| account.class == Class::Nondeterminism)
    }
}
