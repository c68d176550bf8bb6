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

use crate::runner::{Outcome, Verdict};
use crate::suite::LabTest;

/// How one test stands.
pub(crate) struct TestStanding {
    /// The test.
    pub(crate) test: &'static LabTest,
    /// How many of its runs passed.
    pub(crate) tally: Tally,
    /// The same as it was the last time.
    pub(crate) before: Option<Tally>,
    /// The first run that failed, or the first in which the harness did.
    pub(crate) failure: Option<Outcome>,
    /// Whether a run stood still in real time, so that those after it were left out.
    is_given_up: bool,
}

impl TestStanding {
    /// So many runs are to be done, and none has been yet.
    pub(crate) const fn new(test: &'static LabTest, before: Option<Tally>, runs: u64) -> Self {
        Self { test, tally: Tally { runs, passed: 0 }, before, failure: None, is_given_up: false }
    }

    /// Counts a run.
    pub(crate) fn add(&mut self, outcome: Outcome) {
        self.is_given_up |= outcome.is_given_up();
        if outcome.verdict.passed() {
            self.tally.passed += 1;
        } else if self.failure.is_none() || (is_ours(&outcome) && !self.is_broken()) {
            self.failure = Some(outcome);
        }
    }

    /// Whether the harness failed in one of the runs.
    pub(crate) fn is_broken(&self) -> bool {
        self.failure.as_ref().is_some_and(is_ours)
    }

    /// What has become of it since the last time.
    pub(crate) fn change(&self) -> Change {
        Change::between(self.before, self.tally, self.is_given_up)
    }
}

/// Whether it is the harness that failed.
const fn is_ours(outcome: &Outcome) -> bool {
    matches!(outcome.verdict, Verdict::Broken(_))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sim::Instant;

    use super::*;
    use crate::failure::Outside;
    use crate::runner::Account;
    use crate::suite;

    /// A run that failed with nothing seen of it, as one does that stood still.
    fn given_up(test: &'static LabTest, seed: u64) -> Outcome {
        let mut account = Account::from(&Outside::Differs { difference: None });
        account.class = crate::failure::Class::Hang;
        Outcome::from_outside(test, seed, account, Instant::ZERO, Duration::ZERO)
    }

    #[test]
    fn what_was_left_out_did_not_pass() {
        let test = suite::find("backup_2B").expect("a test");
        let mut standing = TestStanding::new(test, Some(Tally { runs: 20, passed: 0 }), 20);
        let passed = Outcome { verdict: Verdict::Passed, ..given_up(test, 1) };
        standing.add(passed);
        assert_eq!(standing.change(), Change::Better);
        standing.add(given_up(test, 2));
        assert_eq!(standing.tally, Tally { runs: 20, passed: 1 });
        assert_eq!(standing.change(), Change::Same, "a hang is no progress");
    }

    #[test]
    fn a_failure_of_the_harness_is_the_one_that_is_told() {
        let test = suite::find("backup_2B").expect("a test");
        let mut standing = TestStanding::new(test, None, 3);
        standing.add(given_up(test, 1));
        assert!(!standing.is_broken());
        standing.add(Outcome::of_a_panic_of_ours(test, 2));
        standing.add(Outcome::of_a_panic_of_ours(test, 3));
        assert!(standing.is_broken());
        assert_eq!(standing.failure.map(|failure| failure.seed), Some(2));
    }
}
