//! What a block of seeds of one test came to.

use std::collections::BTreeMap;

use sim::Digest;

use super::family::{Family, Fingerprint};
use super::kind::Kind;
use crate::runner::Outcome;

/// The sums over a block of seeds of one test.
///
/// Tallies of different seeds can be joined in any grouping and any order, so that it does not matter how the
/// work was cut. Sums that no hunt reaches stay at their highest value instead of wrapping around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    /// How many runs there were.
    pub(crate) runs: u64,
    /// How many of them passed.
    pub(crate) passed: u64,
    /// How many failed, by kind; kinds that did not occur have no entry.
    pub(crate) failed: BTreeMap<Kind, u64>,
    /// Virtual time in nanoseconds.
    pub(crate) virtual_nanos: u64,
    /// RPCs attempted.
    pub(crate) rpcs: u64,
    /// Bytes sent.
    pub(crate) bytes: u64,
    /// The highest index applied in each run, summed up.
    pub(crate) commits: u64,
    /// Events, recorded or not.
    pub(crate) events: u64,
    /// A digest of every run's test, seed and digest, whatever the order of the runs.
    pub(crate) digest: u64,
    /// Real time in microseconds; `None` if it is not known of every run.
    pub(crate) wall_us: Option<u64>,
    /// The failures, as far as they can be told apart.
    pub(crate) families: BTreeMap<Fingerprint, Family>,
}

/// The tally of no runs.
impl Default for Tally {
    fn default() -> Self {
        Self {
            runs: 0,
            passed: 0,
            failed: BTreeMap::new(),
            virtual_nanos: 0,
            rpcs: 0,
            bytes: 0,
            commits: 0,
            events: 0,
            digest: 0,
            // Of no run is it known: of all of them, that is.
            wall_us: Some(0),
            families: BTreeMap::new(),
        }
    }
}

impl Tally {
    /// The tally of one run.
    pub(super) fn of(outcome: &Outcome) -> Self {
        let figures = &outcome.statistics;
        let family = Family::of(outcome);
        Self {
            runs: 1,
            passed: u64::from(outcome.verdict.passed()),
            failed: Kind::of(&outcome.verdict).map(|kind| (kind, 1)).into_iter().collect(),
            virtual_nanos: u64::try_from(figures.virtual_time.as_nanos()).unwrap_or(u64::MAX),
            rpcs: figures.rpcs,
            bytes: figures.bytes,
            commits: figures.commits,
            events: outcome.observed,
            digest: digest(outcome),
            wall_us: Some(u64::try_from(outcome.wall.as_micros()).unwrap_or(u64::MAX)),
            families: family.map(|family| (family.fingerprint.clone(), family)).into_iter().collect(),
        }
    }

    /// Adds the tally of other seeds.
    pub(super) fn join(&mut self, other: Self) {
        let sums = [
            (&mut self.runs, other.runs),
            (&mut self.passed, other.passed),
            (&mut self.virtual_nanos, other.virtual_nanos),
            (&mut self.rpcs, other.rpcs),
            (&mut self.bytes, other.bytes),
            (&mut self.commits, other.commits),
            (&mut self.events, other.events),
        ];
        for (sum, more) in sums {
            *sum = sum.saturating_add(more);
        }
        for (kind, more) in other.failed {
            let count = self.failed.entry(kind).or_default();
            *count = count.saturating_add(more);
        }
        self.digest = self.digest.wrapping_add(other.digest);
        self.wall_us = self.wall_us.zip(other.wall_us).map(|(one, other)| one.saturating_add(other));
        for (fingerprint, family) in other.families {
            if let Some(known) = self.families.get_mut(&fingerprint) {
                known.join(family);
            } else {
                self.families.insert(fingerprint, family);
            }
        }
    }

    /// How many runs failed, whoever is to blame.
    pub(crate) fn failures(&self) -> u64 {
        self.failed.values().fold(0, |sum, count| sum.saturating_add(*count))
    }
}

/// A digest of one run that can be summed up: sums of these differ if any run does, and it is known which run
/// had which digest.
fn digest(outcome: &Outcome) -> u64 {
    let mut digest = Digest::new();
    digest.bytes(outcome.test.name.as_bytes());
    digest.word(outcome.seed);
    digest.word(outcome.digest);
    digest.value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hunt::samples;

    fn tally(seeds: impl IntoIterator<Item = u64>) -> Tally {
        let mut sum = Tally::default();
        for seed in seeds {
            sum.join(Tally::of(&samples::by_chance(0, seed)));
        }
        sum
    }

    #[test]
    fn any_cut_gives_the_same_sum() {
        samples::for_all(128, (0_u64..60, 0_u64..60, 0_u64..60), |(one, two, three)| {
            let (b, c, d) = (one, one + two, one + two + three);
            let mut left = tally(0..b);
            left.join(tally(b..c));
            left.join(tally(c..d));
            let mut right = tally(b..c);
            right.join(tally(c..d));
            let mut backwards = right.clone();
            backwards.join(tally(0..b));
            let mut forwards = tally(0..b);
            forwards.join(right);
            assert_eq!(left, tally(0..d));
            assert_eq!(forwards, left);
            assert_eq!(backwards, left);
        });
    }

    #[test]
    fn the_digest_tells_which_run_had_which() {
        let mut one = samples::by_chance(0, 1);
        let mut two = samples::by_chance(0, 2);
        let before = digest(&one).wrapping_add(digest(&two));
        std::mem::swap(&mut one.digest, &mut two.digest);
        assert_ne!(before, digest(&one).wrapping_add(digest(&two)));
    }

    #[test]
    fn an_unknown_wall_time_makes_the_sum_unknown() {
        let mut sum = tally(0..3);
        sum.join(Tally { wall_us: None, ..tally(3..5) });
        sum.join(tally(5..6));
        assert_eq!(sum.wall_us, None);
        assert!(Tally { wall_us: None, ..tally(0..6) } == sum && sum.runs == 6);
    }
}
