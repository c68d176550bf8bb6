//! How an implementation stands: which of the lab's tests pass, how often, and what has changed since the
//! last time.

mod change;
mod memory;
mod page;
mod tally;

pub(crate) use change::Change;
pub(crate) use memory::{Memory, MemoryError};
pub(crate) use page::of_failure as page_of_failure;
pub(crate) use tally::Tally;

use crate::runner::Outcome;
use crate::suite::LabTest;

/// How one test stands.
pub(crate) struct TestStanding {
    /// The test.
    pub(crate) test: &'static LabTest,
    /// How many of its runs passed.
    pub(crate) tally: Tally,
    /// The same as it was the last time.
    pub(crate) before: Option<Tally>,
    /// The first run that failed.
    pub(crate) failure: Option<Outcome>,
}

impl TestStanding {
    /// No run has been done yet.
    pub(crate) const fn new(test: &'static LabTest, before: Option<Tally>) -> Self {
        Self { test, tally: Tally { runs: 0, passed: 0 }, before, failure: None }
    }

    /// Counts a run.
    pub(crate) fn add(&mut self, outcome: Outcome) {
        self.tally.runs += 1;
        if outcome.verdict.passed() {
            self.tally.passed += 1;
        } else if self.failure.is_none() {
            self.failure = Some(outcome);
        }
    }

    /// What has become of it since the last time.
    pub(crate) fn change(&self) -> Change {
        Change::between(self.before, self.tally)
    }
}
