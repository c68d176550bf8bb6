//! What many seeds of one test came to: a row of figures, and the failures worth reading.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use super::advice::Advice;
use super::failure;
use super::lines;
use super::style::{self, paint};
use crate::runner::Outcome;
use crate::stats::Statistics;
use crate::suite::LabTest;

/// How many different failures of one test are shown in full.
const BLOCKS: usize = 3;

/// The outcomes of many seeds of one test, as far as a report needs them: a few words a seed.
pub(crate) struct Sweep {
    test: &'static LabTest,
    passed: usize,
    /// Of the runs that passed; of all runs as long as none has.
    statistics: Vec<Statistics>,
    walls: Vec<Duration>,
    /// How often each class of failure happened.
    classes: BTreeMap<&'static str, usize>,
    /// The rule broken and the block of the first failures that break different rules.
    blocks: Vec<(String, String)>,
    /// The seeds of all other failures.
    others: Vec<u64>,
}

impl Sweep {
    /// A sweep of `test` without outcomes yet.
    pub(crate) fn new(test: &'static LabTest) -> Self {
        Self {
            test,
            passed: 0,
            statistics: Vec::new(),
            walls: Vec::new(),
            classes: BTreeMap::new(),
            blocks: Vec::new(),
            others: Vec::new(),
        }
    }

    /// The heading over the rows of all tests' sweeps.
    pub(crate) fn heading(seeds: u64) -> String {
        let columns = format!(
            "{:<31} {:>7} {:>7}  {:>7} {:>5} {:>6} {:>9} {:>7} {:>8}",
            "test", "passed", "failed", "seconds", "peers", "RPCs", "bytes", "commits", "wall ms"
        );
        let told = format!("seeds 1 to {seeds} of each test; the figures are medians of those that passed");
        format!("{}\n{}", paint(style::FAINT, told), paint(style::STRONG, columns))
    }

    /// Takes in one outcome.
    pub(crate) fn add(&mut self, outcome: &Outcome, advice: &Advice) {
        // The figures of a run that was ended in the middle mean nothing: a run that passed is always better.
        if outcome.verdict.passed() && self.passed == 0 {
            self.statistics.clear();
        }
        if outcome.verdict.passed() || self.passed == 0 {
            self.statistics.push(outcome.statistics);
        }
        self.walls.push(outcome.wall);
        let (Some(class), Some(rule)) = (outcome.verdict.class(), outcome.verdict.rule()) else {
            self.passed += 1;
            return;
        };
        *self.classes.entry(class).or_default() += 1;
        if self.blocks.len() < BLOCKS && self.blocks.iter().all(|(known, _)| known != rule) {
            self.blocks.push((rule.to_owned(), failure::block(outcome, advice)));
        } else {
            self.others.push(outcome.seed);
        }
    }

    /// The row: passed, failed by class, the medians of the lab's figures and of the real time. Failures'
    /// blocks follow it. No line end at the end.
    pub(crate) fn report(&self) -> String {
        let mut report = self.row();
        for (_, block) in &self.blocks {
            let _ = write!(report, "\n{block}");
        }
        if !self.others.is_empty() {
            let _ = write!(report, "\n  failed as well: {}", lines::listed(&self.others));
        }
        report
    }

    fn row(&self) -> String {
        let failed: usize = self.classes.values().sum();
        let wall = median(self.walls.iter().copied()).as_secs_f64() * 1e3;
        let time = median(self.figures(|figures| figures.virtual_time)).as_secs_f64();
        let verdict = paint(
            if failed == 0 { style::PASSED } else { style::FAILED },
            format_args!("{:>7} {failed:>7}", self.passed),
        );
        let mut row = format!(
            "{:<31} {verdict}  {time:>7.1} {:>5} {:>6} {:>9} {:>7} {wall:>8.2}",
            self.test.name,
            self.test.peers_label(),
            median(self.figures(|figures| figures.rpcs)),
            median(self.figures(|figures| figures.bytes)),
            median(self.figures(|figures| figures.commits)),
        );
        let classes: Vec<String> =
            self.classes.iter().map(|(class, count)| format!("{count} {class}")).collect();
        if failed > 0 {
            let _ = write!(row, "  {}", classes.join(", "));
        }
        row
    }

    fn figures<T>(&self, figure: impl Fn(&Statistics) -> T) -> impl Iterator<Item = T> {
        self.statistics.iter().map(figure)
    }
}

/// The middle value, the lower of two; the default if there are no values.
fn median<T: Ord + Copy + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    if values.is_empty() {
        return T::default();
    }
    let middle = (values.len() - 1) / 2;
    *values.select_nth_unstable(middle).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_one_of_the_values() {
        assert_eq!(median([3, 1, 2].into_iter()), 2);
        assert_eq!(median([4, 3, 1, 2].into_iter()), 2);
        assert_eq!(median(std::iter::empty::<u64>()), 0);
    }
}
