//! How one test of a submission stands: what every report says of it, before any format.

use std::fmt;

use crate::grade::{Built, Finding, Grade, Runs, TestGrade};
use crate::hunt::{Interval, wilson};
use crate::invocation::Invocation;
use crate::rules::{self, Card, Hints};
use crate::suite::{self, LabTest};

/// One test of one submission.
pub(super) struct Standing<'a> {
    pub(super) grade: &'a TestGrade,
    pub(super) built: &'a Built,
    /// The test itself, unless the grade is of a suite that had others.
    test: Option<&'static LabTest>,
}

/// The tests of a submission, in the order of its grade.
pub(super) fn standings(grade: &Grade) -> impl Iterator<Item = Standing<'_>> {
    grade.tests.iter().map(|test| Standing {
        grade: test,
        built: &grade.built,
        test: suite::find(&test.test),
    })
}

impl Standing<'_> {
    /// The part that the test belongs to.
    pub(super) fn part(&self) -> &'static str {
        self.test.map_or("other", |test| test.part.as_str())
    }

    /// The test's place in its part, from 1 on, as in `2A.1`: the same whichever tests are graded.
    pub(super) fn number(&self) -> Option<String> {
        let test = self.test?;
        let of_part = suite::all().iter().filter(|other| other.part == test.part);
        let place = of_part.take_while(|other| other.name != test.name).count() + 1;
        Some(format!("{}.{place}", test.part))
    }

    /// What the lab calls the test.
    pub(super) fn title(&self) -> &'static str {
        self.test.map_or("", |test| test.title)
    }

    /// How many of the runs passed. `None` if there were none.
    pub(super) fn rate(&self) -> Option<Rate> {
        Rate::of(self.built, self.grade.runs())
    }

    /// The command that shows what a person can see of a finding: its example, or else a search for one.
    pub(super) fn command(&self, finding: &Finding) -> String {
        let lab = Invocation::lab();
        let name = &self.grade.test;
        match &finding.example {
            Some(example) => lab.command("replay", format_args!("{name} {}", example.seed)),
            None => lab.command("hunt", format_args!("{name} --seeds {SEARCHED}")),
        }
    }
}

/// How many seeds a student is told to try who has no example.
const SEARCHED: u64 = 10_000;

/// How many runs passed, and how far that can be relied on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    pub(crate) planned: u64,
    pub(crate) passed: u64,
    /// Between which shares the true one lies, 19 times out of 20. `None` where the test was given up: what
    /// was not done counts as failed, but it was not measured. Nor is there one for several tests together,
    /// each of which has a share of its own.
    pub(crate) interval: Option<Interval>,
}

impl Rate {
    /// How many runs of a test passed. `None` if there was nothing to run.
    pub(crate) fn of(built: &Built, Runs { planned, done, passed }: Runs) -> Option<Self> {
        let interval = (done == planned).then(|| wilson(passed, planned));
        (*built == Built::Program && planned > 0).then_some(Self { planned, passed, interval })
    }

    /// How many runs of all tests passed. `None` if there was nothing to run.
    pub(crate) fn of_all(grade: &Grade) -> Option<Self> {
        let sum = grade.tests.iter().map(TestGrade::runs).fold(Runs::default(), |sum, runs| Runs {
            planned: sum.planned + runs.planned,
            done: sum.done + runs.done,
            passed: sum.passed + runs.passed,
        });
        Self::of(&grade.built, sum).map(|rate| Self { interval: None, ..rate })
    }

    /// The share that passed, from 0 to 1: what the points go by.
    #[expect(clippy::cast_precision_loss, reason = "shown with four digits")]
    pub(super) fn share(self) -> f64 {
        self.passed as f64 / self.planned as f64
    }
}

/// As in `70.0 % [48.1 %, 85.5 %]`.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&percent(self.share()))?;
        if let Some(Interval { low, high }) = self.interval {
            write!(f, " [{}, {}]", percent(low), percent(high))?;
        }
        Ok(())
    }
}

/// As in `70.0 %`. Nothing that fails seldom may look as if it never did.
pub(super) fn percent(share: f64) -> String {
    if share >= 1.0 {
        return "100 %".to_owned();
    }
    let tenths = (share * 1000.0).round();
    let tenths = if share > 0.0 { tenths.clamp(1.0, 999.0) } else { tenths };
    format!("{:.1} %", tenths / 10.0)
}

/// The card that explains a finding, as far as may be told.
pub(super) fn card(finding: &Finding, hints: Hints) -> Option<&'static Card> {
    let other = finding.example.as_ref().and_then(|example| example.card.as_deref());
    (hints > Hints::None).then(|| rules::card(other.unwrap_or(&finding.rule))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grade::report::samples;

    #[test]
    fn a_test_has_its_place_in_the_suite_whatever_else_is_graded() {
        let mut grade = samples::buggy();
        let numbers = |grade: &Grade| standings(grade).map(|test| test.number()).collect::<Vec<_>>();
        assert_eq!(numbers(&grade)[..2], [Some("2A.1".to_owned()), Some("2A.2".to_owned())]);
        grade.tests.remove(0);
        assert_eq!(numbers(&grade)[0].as_deref(), Some("2A.2"));
        grade.tests[0].test = "gone_2A".to_owned();
        assert_eq!(
            (numbers(&grade)[0].as_deref(), standings(&grade).next().expect("a test").part()),
            (None, "other")
        );
    }

    #[test]
    fn rates_never_look_better_than_they_are() {
        let rate = |planned, done, passed| {
            Rate::of(&Built::Program, Runs { planned, done, passed }).expect("there were runs")
        };
        assert_eq!(rate(20, 20, 14).to_string(), "70.0 % [48.1 %, 85.5 %]");
        assert_eq!(rate(20, 20, 20).to_string(), "100 % [83.9 %, 100 %]");
        assert_eq!(rate(20, 3, 1).to_string(), "5.0 %");
        assert_eq!(Rate::of_all(&samples::sound()).expect("there were runs").to_string(), "100 %");
        assert!(Rate::of_all(&samples::broken()).is_none());
        assert_eq!(
            (percent(0.9999), percent(1e-9), percent(0.0)),
            ("99.9 %".into(), "0.1 %".into(), "0.0 %".into())
        );
    }

    #[test]
    fn who_has_no_example_is_told_to_search_for_one() {
        let mut grade = samples::buggy();
        grade.tests[1].findings[0].example = None;
        let standing = standings(&grade).nth(1).expect("a test");
        assert_eq!(
            standing.command(&standing.grade.findings[0]),
            "cargo lab hunt reelection_2A --seeds 10000"
        );
    }
}
