//! The results of a hunt, in whatever order they come in.

use super::family::{Family, Fingerprint};
use super::page::{Page, Segment};
use super::plan::{Plan, length};
use super::tally::Tally;
use crate::runner::Outcome;
use crate::suite::LabTest;

/// What a hunt has found so far.
///
/// Unless the plan keeps going, a test ends at its smallest failing seed. Until that is known, larger ones
/// may have been run, and may have failed: they are forgotten, so that the book is the same whatever came in
/// first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Book {
    plan: Plan,
    // invariant: one for each of the plan's tests, in its order
    pages: Vec<Page>,
}

/// What an outcome means for the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum News {
    /// The run passed.
    Passed,
    /// The run failed in a way that the book did not know.
    NewFamily(Fingerprint),
    /// The run failed like another in the book.
    KnownFamily(Fingerprint),
    /// The run is not part of the plan, lies behind the end of its test, or is in the book already.
    NotWanted,
}

/// What one test came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Summary {
    /// The name of the test.
    pub(crate) test: &'static str,
    /// All its runs.
    pub(crate) tally: Tally,
}

impl Book {
    /// An empty book.
    pub(crate) fn new(plan: Plan) -> Self {
        let pages = plan.tests.iter().map(|_| Page::default()).collect();
        Self { plan, pages }
    }

    /// The plan of the hunt.
    pub(crate) const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Takes in the outcome of one run.
    pub(crate) fn record(&mut self, outcome: &Outcome) -> News {
        let seed = outcome.seed;
        let Some(test) = self.plan.position(outcome.test) else { return News::NotWanted };
        if !self.wants(test, seed) {
            return News::NotWanted;
        }
        let news = match Fingerprint::of(outcome) {
            None => News::Passed,
            Some(family) if self.pages[test].knows(&family) => News::KnownFamily(family),
            Some(family) => News::NewFamily(family),
        };
        self.take_in(test, Segment { first: seed, last: seed, tally: Tally::of(outcome) });
        news
    }

    /// Takes in a block of seeds that is missing. Unless the plan keeps going, only its last seed may have
    /// failed; and it is dropped if it lies behind the end of its test.
    pub(super) fn take_in(&mut self, test: usize, segment: Segment) {
        let page = &mut self.pages[test];
        if page.stopped().is_some_and(|stopped| segment.first > stopped) {
            return;
        }
        if !self.plan.keep_going && segment.tally.failures() > 0 {
            page.end_with(segment);
        } else {
            page.add(segment);
        }
    }

    /// Whether the book lacks this run of one of the plan's tests, given by its place.
    pub(super) fn wants(&self, test: usize, seed: u64) -> bool {
        self.plan.range().contains(&seed) && self.pages[test].gap(seed, seed).is_some()
    }

    /// Whether the book has this run.
    pub(crate) fn has(&self, test: &LabTest, seed: u64) -> bool {
        let page = self.plan.position(test).map(|test| &self.pages[test]);
        page.is_some_and(|page| page.segments().any(|segment| (segment.first..=segment.last).contains(&seed)))
    }

    /// Whether nothing is missing.
    pub(crate) fn is_complete(&self) -> bool {
        let range = self.plan.range();
        range.is_empty() || self.pages.iter().all(|page| page.gap(*range.start(), *range.end()).is_none())
    }

    /// How many runs the book has.
    pub(crate) fn runs(&self) -> u64 {
        self.sum(|tally| tally.runs)
    }

    /// How many of them failed.
    pub(crate) fn failures(&self) -> u64 {
        self.sum(Tally::failures)
    }

    /// How many runs are missing.
    pub(crate) fn missing(&self) -> u64 {
        let range = self.plan.range();
        let missing = |page: &Page| {
            let last = page.stopped().unwrap_or(*range.end());
            let runs = page.segments().fold(0, |sum: u64, segment| sum.saturating_add(segment.tally.runs));
            length(&(*range.start()..=last)).saturating_sub(runs)
        };
        self.pages.iter().map(missing).fold(0, u64::saturating_add)
    }

    fn sum(&self, figure: impl Fn(&Tally) -> u64) -> u64 {
        let segments = self.pages.iter().flat_map(Page::segments);
        segments.fold(0, |sum, segment| sum.saturating_add(figure(&segment.tally)))
    }

    /// What each test came to, in the plan's order.
    pub(crate) fn summaries(&self) -> Vec<Summary> {
        let tests = self.plan.tests.iter().zip(&self.pages);
        tests.map(|(test, page)| Summary { test: test.name, tally: page.tally() }).collect()
    }

    /// What all tests together came to.
    pub(crate) fn total(&self) -> Tally {
        let mut total = Tally::default();
        for page in &self.pages {
            total.join(page.tally());
        }
        total
    }

    /// The families of failures: the gravest first, then in the order of the tests, then by their names.
    pub(crate) fn families(&self) -> Vec<Family> {
        let mut families: Vec<(usize, Family)> = Vec::new();
        for (test, page) in self.pages.iter().enumerate() {
            families.extend(page.tally().families.into_values().map(|family| (test, family)));
        }
        families
            .sort_by_cached_key(|(test, family)| (family.fingerprint.kind, *test, family.fingerprint.id()));
        families.into_iter().map(|(_, family)| family).collect()
    }

    /// The tests with their results.
    pub(super) fn pages(&self) -> impl Iterator<Item = (&'static LabTest, &Page)> {
        self.plan.tests.iter().copied().zip(&self.pages)
    }

    /// The results of one of the plan's tests, by its place.
    pub(super) fn page(&self, test: usize) -> &Page {
        &self.pages[test]
    }

    /// Whether the real time of every run is known.
    pub(super) fn has_wall_times(&self) -> bool {
        let mut segments = self.pages.iter().flat_map(Page::segments);
        segments.all(|segment| segment.tally.wall_us.is_some())
    }

    /// Forgets all real times.
    pub(super) fn forget_wall_times(&mut self) {
        self.pages.iter_mut().flat_map(Page::tallies_mut).for_each(|tally| tally.wall_us = None);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hunt::samples::{self, Fate};

    #[test]
    fn the_order_of_results_does_not_matter() {
        let mixed = (any::<bool>(), 1_u64..40).prop_flat_map(|(keep_going, seeds)| {
            let plan = Plan { keep_going, ..samples::plan(3, 1000, seeds) };
            let outcomes = Just(samples::outcomes(&plan)).prop_shuffle();
            (Just(plan), outcomes)
        });
        samples::for_all(256, mixed, |(plan, outcomes)| {
            let mut book = Book::new(plan.clone());
            for outcome in &outcomes {
                let is_wanted = book.wants(plan.position(outcome.test).expect("planned"), outcome.seed);
                assert_eq!(book.record(outcome) != News::NotWanted, is_wanted);
                assert_eq!(book.record(outcome), News::NotWanted, "the same run again");
                assert_eq!(book.is_complete(), book.missing() == 0);
            }
            assert!(book.is_complete());
            assert_eq!(book, samples::book(&plan));
        });
    }

    #[test]
    fn a_test_ends_at_its_smallest_failing_seed() {
        let plan = Plan { keep_going: false, ..samples::plan(2, 1, 10) };
        let mut book = Book::new(plan.clone());
        let mut record = |seed, fate| book.record(&samples::outcome(0, seed, fate));
        assert!(matches!(record(8, Fate::Stalls), News::NewFamily(_)));
        assert_eq!(record(7, Fate::Passes), News::Passed);
        assert_eq!(record(9, Fate::Panics), News::NotWanted);
        assert!(matches!(record(3, Fate::Stalls), News::KnownFamily(_)));
        assert_eq!(record(5, Fate::Passes), News::NotWanted);
        assert_eq!(record(1, Fate::Passes), News::Passed);
        assert_eq!((book.page(0).stopped(), book.page(1).stopped()), (Some(3), None));
        assert_eq!((book.runs(), book.failures(), book.missing()), (2, 1, 1 + 10));
        assert_eq!(book.families().len(), 1);
    }

    #[test]
    fn what_is_not_in_the_plan_is_not_wanted() {
        let mut book = Book::new(samples::plan(2, 5, 10));
        for (test, seed) in [(2, 5), (0, 4), (0, 15)] {
            assert_eq!(book.record(&samples::by_chance(test, seed)), News::NotWanted);
        }
        assert_eq!(book.runs(), 0);
    }

    #[test]
    fn families_are_listed_by_gravity_then_by_test() {
        let mut book = Book::new(samples::plan(2, 1, 10));
        let fates = [Fate::Stalls, Fate::Panics, Fate::BreaksTheHarness, Fate::Panics];
        for (seed, fate) in (1..).zip(fates) {
            book.record(&samples::outcome(1, seed, fate));
            book.record(&samples::outcome(0, seed, fate));
        }
        let listed: Vec<(&str, bool, u64)> = book
            .families()
            .iter()
            .map(|family| {
                let fingerprint = &family.fingerprint;
                (fingerprint.kind.as_str(), fingerprint.test == book.plan.tests[0].name, family.count)
            })
            .collect();
        let by_test = |kind, count| [(kind, true, count), (kind, false, count)];
        assert_eq!(listed, [by_test("harness", 1), by_test("panic", 2), by_test("liveness", 1)].concat());
    }

    #[test]
    fn a_shard_without_seeds_is_complete_from_the_beginning() {
        let shard = "3/3".parse().ok();
        let book = Book::new(Plan { shard, ..samples::plan(2, 1, 2) });
        assert!(book.is_complete());
        assert_eq!((book.missing(), book.runs()), (0, 0));
    }
}
