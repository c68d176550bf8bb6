//! What came of a bug.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use tester::runner::{Account, Outcome};
use tester::suite::{self, LabTest};

use super::sampling::Sampling;
use crate::bugs::{Origin, Specimen};

/// Within so many seeds a bug should be caught.
pub(super) const SOON: u64 = 20;

/// One run, as far as the table wants to know.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) test: &'static LabTest,
    pub(super) seed: u64,
    /// The rule that was found broken; `None` if the test passed.
    pub(super) rule: Option<String>,
    /// Who found it: one of them or both, if anybody did.
    is_oracles: bool,
    is_tests: bool,
    wall: Duration,
}

impl Run {
    pub(super) fn of(outcome: &Outcome) -> Self {
        let account = outcome.verdict.account();
        Self {
            test: outcome.test,
            seed: outcome.seed,
            rule: account.map(|account| account.rule.clone()),
            is_oracles: account.is_some_and(Account::is_seen_by_oracle),
            is_tests: account.is_some_and(Account::is_seen_by_test),
            wall: outcome.wall,
        }
    }
}

/// How soon something is found.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Found {
    /// In how many of the seeds.
    pub(super) seeds: u64,
    /// The first of them; as many seeds it takes from seed 1 on.
    pub(super) first: Option<u64>,
    /// How many seeds it takes, in the median over all seeds to start from; `None` if more than half of them
    /// come after the last find.
    pub(super) seeds_median: Option<u64>,
    /// How many seconds of real time on one core, likewise.
    pub(super) seconds_median: Option<f64>,
    /// By which tests, and by each in how many seeds; the most successful first.
    pub(super) tests: Vec<(&'static str, u64)>,
}

/// A row of the table.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) bug: &'static str,
    #[serde(skip)]
    pub(super) specimen: &'static Specimen,
    pub(super) part: String,
    pub(super) course_notes: bool,
    /// How many seeds were run, each of so many tests.
    pub(super) seeds: u64,
    pub(super) tests: usize,
    pub(super) caught: Found,
    /// In how many seeds an oracle saw it.
    pub(super) by_oracles: u64,
    /// In how many seeds a test of the chaos suite would have failed without the oracles; `None` if none was
    /// run.
    pub(super) by_chaos: Option<u64>,
    /// What the course's own 28 tests find, without oracles and without the chaos suite; `None` if none was
    /// run.
    pub(super) by_course: Option<Found>,
    /// The rules that were found broken, and in how many runs; the most frequent first.
    pub(super) rules: Vec<(String, u64)>,
    /// Those of them that are the wrong ones to blame.
    pub(super) wrong_rules: Vec<(String, u64)>,
    pub(super) note: Option<&'static str>,
}

impl Row {
    pub(super) fn new(specimen: &'static Specimen, sampling: &Sampling, seeds: u64, runs: Vec<Run>) -> Self {
        let rules = frequencies(runs.iter().filter_map(|run| run.rule.clone()));
        let is_wrong = |(rule, _): &&(String, u64)| !specimen.right_rules.contains(&rule.as_str());
        let mut runs = runs;
        let place = |test: &LabTest| suite::all().iter().position(|other| other.name == test.name);
        runs.sort_by_key(|run| (run.seed, place(run.test)));
        let by_tests = |runs: &[Run]| (!runs.is_empty()).then(|| Found::in_runs(runs, |run| run.is_tests));
        let is_of_the_course = |run: &Run| run.test.part.is_of_the_course();
        let (courses, chaos): (Vec<Run>, Vec<Run>) = runs.iter().cloned().partition(is_of_the_course);
        Self {
            bug: specimen.id,
            specimen,
            part: specimen.part.to_string(),
            course_notes: specimen.origin == Origin::CourseNotes,
            seeds,
            tests: sampling.tests.len(),
            caught: Found::in_runs(&runs, |run| run.rule.is_some()),
            by_oracles: Found::in_runs(&runs, |run| run.is_oracles).seeds,
            by_chaos: by_tests(&chaos).map(|found| found.seeds),
            by_course: by_tests(&courses),
            wrong_rules: rules.iter().filter(is_wrong).cloned().collect(),
            rules,
            note: sampling.note,
        }
    }

    pub(super) fn is_caught(&self) -> bool {
        self.caught.seeds > 0
    }

    pub(super) fn is_caught_soon(&self) -> bool {
        self.caught.first.is_some_and(|first| first <= SOON)
    }

    pub(super) fn is_caught_by_the_course(&self) -> bool {
        self.by_course.as_ref().is_some_and(|found| found.seeds > 0)
    }

    pub(super) fn is_as_it_should_be(&self) -> bool {
        self.is_caught() && self.wrong_rules.is_empty()
    }
}

impl Found {
    /// What is found in `runs`, which are in the order of seeds, and of tests within each.
    fn in_runs(runs: &[Run], is_it: impl Fn(&Run) -> bool) -> Self {
        let mut found: Vec<u64> = runs.iter().filter(|run| is_it(run)).map(|run| run.seed).collect();
        found.dedup();
        let tests = frequencies(runs.iter().filter(|run| is_it(run)).map(|run| run.test.name));
        let Efforts { starts, seeds, walls } = Efforts::of(runs, is_it);
        Self {
            seeds: found.len() as u64,
            first: found.first().copied(),
            seeds_median: median(seeds, starts),
            seconds_median: median(walls, starts).map(|wall| wall.as_secs_f64()),
            tests,
        }
    }
}

/// What it takes to the next find, from every seed that one may start from.
struct Efforts {
    /// How many such seeds there are.
    starts: usize,
    /// How many seeds it takes, and how much time. A start after the last find has no entry here.
    seeds: Vec<u64>,
    walls: Vec<Duration>,
}

impl Efforts {
    fn of(runs: &[Run], is_it: impl Fn(&Run) -> bool) -> Self {
        let mut efforts = Self { starts: 0, seeds: Vec::new(), walls: Vec::new() };
        // From the last run to the first: the next find, and the time from here to its end.
        let mut next: Option<(u64, Duration)> = None;
        for (place, run) in runs.iter().enumerate().rev() {
            next = if is_it(run) {
                Some((run.seed, run.wall))
            } else {
                next.map(|(seed, wall)| (seed, wall + run.wall))
            };
            if place > 0 && runs[place - 1].seed == run.seed {
                continue;
            }
            efforts.starts += 1;
            if let Some((seed, wall)) = next {
                efforts.seeds.push(seed - run.seed + 1);
                efforts.walls.push(wall);
            }
        }
        efforts
    }
}

/// The middle one of `count` values; of two, the smaller. Those that are missing are larger than all others.
fn median<T: Ord + Copy>(mut values: Vec<T>, count: usize) -> Option<T> {
    values.sort_unstable();
    values.get(count.saturating_sub(1) / 2).copied()
}

/// How often each occurs, the most frequent first.
fn frequencies<T: Ord>(items: impl Iterator<Item = T>) -> Vec<(T, u64)> {
    let mut counts: BTreeMap<T, u64> = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    let mut counts: Vec<(T, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two tests for each seed; one second each. The strings say which fail.
    fn runs(seeds: &[&str]) -> Vec<Run> {
        let mut runs = Vec::new();
        for (seed, fates) in (1..).zip(seeds) {
            for (test, fate) in suite::all().iter().zip(fates.chars()) {
                let rule = (fate == 'x').then(|| "apply-order".to_owned());
                let (is_oracles, is_tests) = (false, rule.is_some());
                runs.push(Run { test, seed, rule, is_oracles, is_tests, wall: Duration::from_secs(1) });
            }
        }
        runs
    }

    #[test]
    fn efforts_count_to_the_next_find() {
        let found = Found::in_runs(&runs(&["..", ".x", "..", "xx", ".."]), |run| run.rule.is_some());
        // From seed 1: seeds 2, seconds 4; from 2: 1 and 2; from 3: 2 and 3; from 4: 1 and 1; from 5: more.
        assert_eq!((found.seeds, found.first, found.seeds_median), (2, Some(2), Some(2)));
        assert_eq!(found.seconds_median, Some(3.0));
        let names: Vec<&str> = suite::all().iter().map(|test| test.name).collect();
        assert_eq!(found.tests, [(names[1], 2), (names[0], 1)]);
    }

    #[test]
    fn a_median_after_the_last_find_is_not_known() {
        let found = Found::in_runs(&runs(&["x.", "..", ".."]), |run| run.rule.is_some());
        assert_eq!((found.seeds, found.first, found.seeds_median), (1, Some(1), None));
    }

    #[test]
    fn nothing_found_has_no_efforts() {
        assert_eq!(Found::in_runs(&runs(&["..", ".."]), |run| run.rule.is_some()), Found::default());
    }

    #[test]
    fn a_wrong_rule_is_no_success() {
        let bug: crate::Bug = "apply-skips".parse().expect("a bug");
        let sampling = Sampling::new(bug.specimen(), super::super::Effort::Usual { seeds: 2 });
        let mut runs = runs(&["x."]);
        assert!(Row::new(bug.specimen(), &sampling, 1, runs.clone()).is_as_it_should_be());
        runs[1].rule = Some("no-panic".to_owned());
        let row = Row::new(bug.specimen(), &sampling, 1, runs);
        assert!(row.is_caught() && row.is_caught_soon() && !row.is_as_it_should_be());
        assert_eq!(row.wrong_rules, [("no-panic".to_owned(), 1)]);
        assert!(!Row::new(bug.specimen(), &sampling, 1, Vec::new()).is_as_it_should_be());
    }
}
