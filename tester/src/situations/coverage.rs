//! What many seeds of some tests reached.

use super::{Reached, Situation, Vantage};
use crate::runner::{Outcome, Verdict};
use crate::suite::LabTest;

/// How often one situation was reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// In how many runs.
    pub(crate) runs: u64,
    /// How often in all of them.
    pub(crate) times: u64,
}

/// What the seeds of one test reached.
#[derive(Debug)]
pub(crate) struct Survey {
    /// The test.
    pub(crate) test: &'static LabTest,
    /// How many runs there were.
    pub(crate) runs: u64,
    /// How many of them failed, by whosever mistake.
    pub(crate) failed: u64,
    /// The smallest seed that failed.
    pub(crate) first_failed: Option<u64>,
    /// Whether the harness itself failed in one of them.
    pub(crate) is_broken: bool,
    /// Whether any peer showed its inside.
    pub(crate) has_looked: bool,
    figures: [Figures; Situation::COUNT],
}

impl Survey {
    /// A survey of a test of which nothing has been run.
    pub(crate) fn new(test: &'static LabTest) -> Self {
        Self {
            test,
            runs: 0,
            failed: 0,
            first_failed: None,
            is_broken: false,
            has_looked: false,
            figures: [Figures::default(); Situation::COUNT],
        }
    }

    /// Takes in one run of the test. The order does not matter.
    pub(crate) fn add(&mut self, outcome: &Outcome) {
        self.runs += 1;
        if !outcome.verdict.passed() {
            self.failed += 1;
            self.first_failed = Some(self.first_failed.map_or(outcome.seed, |seed| seed.min(outcome.seed)));
        }
        self.is_broken |= matches!(outcome.verdict, Verdict::Broken(_));
        self.take_in(&outcome.reached);
    }

    fn take_in(&mut self, reached: &Reached) {
        self.has_looked |= reached.has_looked();
        for (situation, times) in reached.iter() {
            let figures = &mut self.figures[situation as usize];
            figures.runs += 1;
            figures.times = figures.times.saturating_add(times);
        }
    }

    /// How often a situation was reached.
    pub(crate) const fn figures(&self, situation: Situation) -> Figures {
        self.figures[situation as usize]
    }

    /// Whether the test is about a situation.
    pub(crate) fn is_about(&self, situation: Situation) -> bool {
        self.test.about.contains(&situation)
    }

    /// Whether it could have been noticed if a situation had been there.
    pub(crate) fn can_tell(&self, situation: Situation) -> bool {
        self.has_looked || situation.vantage() == Vantage::Outside
    }

    /// What the test is about and never reached, though it passed with every seed.
    pub(crate) fn missed(&self) -> Vec<Situation> {
        if self.failed > 0 || self.runs == 0 {
            return Vec::new();
        }
        let missed = |situation: &Situation| self.figures(*situation).runs == 0 && self.can_tell(*situation);
        self.test.about.iter().copied().filter(missed).collect()
    }
}

/// What the seeds of several tests reached.
#[derive(Debug)]
pub(crate) struct Coverage {
    /// One for each test.
    pub(crate) surveys: Vec<Survey>,
}

impl Coverage {
    /// A survey of each of these tests, of which nothing has been run.
    pub(crate) fn new(tests: &[&'static LabTest]) -> Self {
        Self { surveys: tests.iter().map(|test| Survey::new(test)).collect() }
    }

    /// Takes in one run of one of the tests.
    pub(crate) fn add(&mut self, outcome: &Outcome) {
        let mut surveys = self.surveys.iter_mut();
        if let Some(survey) = surveys.find(|survey| std::ptr::eq(survey.test, outcome.test)) {
            survey.add(outcome);
        }
    }

    /// How often a situation was reached in all tests, and in how many tests it was.
    pub(crate) fn figures(&self, situation: Situation) -> (usize, Figures) {
        let each = self.surveys.iter().map(|survey| survey.figures(situation));
        each.filter(|figures| figures.runs > 0).fold((0, Figures::default()), |(tests, sum), figures| {
            let times = sum.times.saturating_add(figures.times);
            (tests + 1, Figures { runs: sum.runs + figures.runs, times })
        })
    }

    /// The situations that no test reached, of those that could have been noticed.
    pub(crate) fn never(&self) -> Vec<Situation> {
        let all = Situation::ALL.iter().copied();
        all.filter(|situation| self.can_tell(*situation) && self.figures(*situation).0 == 0).collect()
    }

    /// The situations that nobody could have noticed.
    pub(crate) fn unseen(&self) -> Vec<Situation> {
        Situation::ALL.iter().copied().filter(|situation| !self.can_tell(*situation)).collect()
    }

    fn can_tell(&self, situation: Situation) -> bool {
        self.surveys.iter().any(|survey| survey.can_tell(situation))
    }

    /// All runs.
    pub(crate) fn runs(&self) -> u64 {
        self.surveys.iter().map(|survey| survey.runs).sum()
    }

    /// Whether some test failed, or passed without reaching what it is about.
    pub(crate) fn has_failed(&self) -> bool {
        self.surveys.iter().any(|survey| survey.failed > 0 || !survey.missed().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hunt::samples::{self, Fate};
    use crate::suite;

    fn run(seed: u64, fate: Fate, looked: bool, situations: &[Situation]) -> Outcome {
        let mut outcome = samples::outcome(0, seed, fate);
        if looked {
            outcome.reached.look();
        }
        for situation in situations {
            outcome.reached.add(*situation);
        }
        outcome
    }

    #[test]
    fn runs_are_counted_in_any_order() {
        let mut coverage = Coverage::new(&samples::plan(2, 1, 1).tests);
        coverage.add(&run(7, Fate::Stalls, true, &[Situation::SplitVote, Situation::SplitVote]));
        coverage.add(&run(3, Fate::Panics, true, &[Situation::SplitVote]));
        coverage.add(&run(5, Fate::Passes, true, &[]));
        let survey = &coverage.surveys[0];
        assert_eq!((survey.runs, survey.failed, survey.first_failed), (3, 2, Some(3)));
        assert_eq!(survey.figures(Situation::SplitVote), Figures { runs: 2, times: 3 });
        assert_eq!(coverage.figures(Situation::SplitVote), (1, Figures { runs: 2, times: 3 }));
        assert!(coverage.never().contains(&Situation::TwoLeaders));
        assert!(!coverage.never().contains(&Situation::SplitVote));
        assert_eq!((coverage.runs(), coverage.has_failed()), (3, true));
    }

    #[test]
    fn a_test_that_misses_its_point_is_named_unless_it_fails_anyway() {
        let about = suite::all()[0].about;
        assert!(!about.is_empty());
        let mut survey = Survey::new(&suite::all()[0]);
        assert_eq!(survey.missed(), [], "nothing has been run");
        survey.add(&run(1, Fate::Passes, true, &[]));
        assert_eq!(survey.missed(), about);
        survey.add(&run(2, Fate::Passes, true, about));
        assert_eq!(survey.missed(), []);
        let mut survey = Survey::new(&suite::all()[0]);
        survey.add(&run(1, Fate::Stalls, true, &[]));
        assert_eq!(survey.missed(), []);
    }

    #[test]
    fn what_nobody_could_notice_is_not_missed() {
        let mut coverage = Coverage::new(&samples::plan(1, 1, 1).tests);
        coverage.add(&run(1, Fate::Passes, false, &[]));
        assert!(coverage.unseen().contains(&Situation::SplitVote));
        assert!(!coverage.never().contains(&Situation::SplitVote));
        assert!(coverage.never().contains(&Situation::StaleReply));
        coverage.add(&run(2, Fate::Passes, true, &[]));
        assert_eq!(coverage.unseen(), []);
    }
}
