//! Where each test of a hunt has stopped so far, for all threads to see: what lies behind is not wanted.

use std::sync::atomic::{AtomicU64, Ordering};

use super::book::Book;
use crate::suite::LabTest;

/// The last wanted seed of each test. It only ever becomes smaller.
#[derive(Debug)]
pub(super) struct Stops {
    // The last seed that there is stands for a test that has not stopped.
    tests: Vec<(&'static LabTest, AtomicU64)>,
    keep_going: bool,
}

impl Stops {
    /// As far as `book` knows.
    pub(super) fn of(book: &Book) -> Self {
        let last = |stopped: Option<u64>| AtomicU64::new(stopped.unwrap_or(u64::MAX));
        let tests = book.pages().map(|(test, page)| (test, last(page.stopped()))).collect();
        Self { tests, keep_going: book.plan().keep_going }
    }

    /// Notes that `test` fails with this seed. A hunt that keeps going does not stop for that.
    pub(super) fn stop(&self, test: &LabTest, seed: u64) {
        if let Some(last) = self.find(test).filter(|_| !self.keep_going) {
            last.fetch_min(seed, Ordering::Relaxed);
        }
    }

    /// The last seed of `test` that is wanted.
    pub(super) fn last(&self, test: &LabTest) -> u64 {
        self.find(test).map_or(u64::MAX, |last| last.load(Ordering::Relaxed))
    }

    fn find(&self, test: &LabTest) -> Option<&AtomicU64> {
        let mut tests = self.tests.iter();
        tests.find(|(planned, _)| std::ptr::eq(*planned, test)).map(|(_, last)| last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hunt::Plan;
    use crate::hunt::samples::{self, Fate};

    #[test]
    fn a_test_stops_at_the_smallest_seed_that_anybody_saw_fail() {
        let mut book = Book::new(Plan { keep_going: false, ..samples::plan(3, 1, 30) });
        book.record(&samples::outcome(0, 20, Fate::Stalls));
        let (stops, tests) = (Stops::of(&book), &book.plan().tests);
        for seed in [12, 9, 25] {
            stops.stop(tests[1], seed);
        }
        stops.stop(tests[0], 21);
        assert_eq!([0, 1, 2].map(|test| stops.last(tests[test])), [20, 9, u64::MAX]);
    }

    #[test]
    fn a_hunt_that_keeps_going_never_stops() {
        let book = Book::new(samples::plan(1, 1, 30));
        let (stops, test) = (Stops::of(&book), book.plan().tests[0]);
        stops.stop(test, 3);
        assert_eq!(stops.last(test), u64::MAX);
    }
}
