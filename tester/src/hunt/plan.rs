//! What a hunt sets out to do.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::shard::Shard;
use crate::suite::LabTest;

/// The tests and seeds of a hunt, and when a test is done.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// The tests, each once.
    pub(crate) tests: Vec<&'static LabTest>,
    /// The first seed of the whole hunt.
    pub(crate) from: u64,
    /// How many seeds the whole hunt has.
    pub(crate) seeds: u64,
    /// The part of the hunt that this is about; `None` for all of it.
    pub(crate) shard: Option<Shard>,
    /// Whether a test goes on after a failure. If not, its smallest failing seed is its last.
    pub(crate) keep_going: bool,
    /// How many real seconds a run may take for one step before it is given up, and has failed.
    pub(crate) watchdog_s: u64,
}

/// A plan that cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PlanError {
    /// No test at all.
    #[error("a hunt needs a test")]
    NoTest,
    /// One test named twice: its results would count twice.
    #[error("the test {0} is named twice")]
    Twice(&'static str),
    /// No seed at all.
    #[error("a hunt needs at least one seed")]
    NoSeed,
    /// Seeds beyond the last that there is.
    #[error(
        "there are no {seeds} seeds from {from} on: the last seed is {}; begin earlier or take fewer",
        u64::MAX
    )]
    BeyondLastSeed {
        /// The first seed.
        from: u64,
        /// How many were asked for.
        seeds: u64,
    },
}

impl Plan {
    /// The plan itself, if it can be carried out.
    ///
    /// # Errors
    /// It has no tests, one of them twice, no seeds, or more of them than there are.
    pub(crate) fn checked(self) -> Result<Self, PlanError> {
        if self.tests.is_empty() {
            return Err(PlanError::NoTest);
        }
        let mut names = BTreeSet::new();
        if let Some(test) = self.tests.iter().find(|test| !names.insert(test.name)) {
            return Err(PlanError::Twice(test.name));
        }
        if self.seeds == 0 {
            return Err(PlanError::NoSeed);
        }
        if self.from.checked_add(self.seeds - 1).is_none() {
            return Err(PlanError::BeyondLastSeed { from: self.from, seeds: self.seeds });
        }
        Ok(self)
    }

    /// The seeds of this shard. Empty if there are more shards than seeds; ends at the last seed that there
    /// is if an unchecked plan asks for more.
    pub(crate) fn range(&self) -> RangeInclusive<u64> {
        let (before, count) = self.shard.map_or((0, self.seeds), |shard| shard.share(self.seeds));
        match (self.from.checked_add(before), count.checked_sub(1)) {
            (Some(first), Some(more)) => first..=first.saturating_add(more),
            _ => EMPTY,
        }
    }

    /// The seeds of the whole hunt.
    pub(crate) fn whole(&self) -> RangeInclusive<u64> {
        match self.seeds.checked_sub(1) {
            Some(more) => self.from..=self.from.saturating_add(more),
            None => EMPTY,
        }
    }

    /// The place of `test` among the tests.
    pub(super) fn position(&self, test: &LabTest) -> Option<usize> {
        self.tests.iter().position(|planned| std::ptr::eq(*planned, test))
    }

    /// The names of the tests.
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.tests.iter().map(|test| test.name).collect()
    }
}

#[expect(clippy::reversed_empty_ranges, reason = "no seeds")]
const EMPTY: RangeInclusive<u64> = 1..=0;

/// How many seeds there are in `range`; one less than there are if it is all of them.
pub(super) fn length(range: &RangeInclusive<u64>) -> u64 {
    if range.is_empty() { 0 } else { (range.end() - range.start()).saturating_add(1) }
}

impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        let Self { tests: _, from, seeds, shard, keep_going, watchdog_s } = self;
        self.names() == other.names()
            && (*from, *seeds, *shard, *keep_going, *watchdog_s)
                == (other.from, other.seeds, other.shard, other.keep_going, other.watchdog_s)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hunt::samples;

    #[test]
    fn impossible_plans_are_refused() {
        let plan = samples::plan(2, 1, 10);
        let refused = |plan: Plan| plan.checked().expect_err("impossible");
        assert_eq!(refused(Plan { tests: Vec::new(), ..plan.clone() }), PlanError::NoTest);
        assert_eq!(refused(Plan { seeds: 0, ..plan.clone() }), PlanError::NoSeed);
        let twice = vec![plan.tests[1], plan.tests[1]];
        assert_eq!(refused(Plan { tests: twice, ..plan.clone() }), PlanError::Twice(plan.tests[1].name));
        let beyond = Plan { from: u64::MAX, seeds: 2, ..plan.clone() };
        assert_eq!(beyond.range(), u64::MAX..=u64::MAX);
        assert!(refused(beyond).to_string().starts_with("there are no 2 seeds from 18446744073709551615 on"));
        let last = Plan { from: u64::MAX, seeds: 1, ..plan };
        assert_eq!(last.checked().expect("possible").range(), u64::MAX..=u64::MAX);
    }

    #[test]
    fn shards_follow_each_other_without_gaps() {
        samples::for_all(256, (any::<u64>(), 1_u64..1000, 1_u64..40), |(from, seeds, of)| {
            let from = from.min(u64::MAX - (seeds - 1));
            let whole = Plan { from, seeds, ..samples::plan(1, 1, 1) };
            let shard = |number| Some(Shard::new(number, of).expect("a shard"));
            let ranges: Vec<_> =
                (1..=of).map(|number| Plan { shard: shard(number), ..whole.clone() }.range()).collect();
            let lengths: Vec<u64> = ranges.iter().map(length).collect();
            assert!(
                lengths.is_sorted_by(|one, next| one >= next) && lengths[0] - lengths[lengths.len() - 1] <= 1
            );
            assert_eq!(ranges.into_iter().flatten().collect::<Vec<_>>(), whole.whole().collect::<Vec<_>>());
        });
    }
}
