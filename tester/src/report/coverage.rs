//! What many seeds reached: a table for each test, one for all of them, and what is missing.

use std::fmt::Write as _;

use serde::{Serialize, Serializer};

use super::json::to_line;
use super::layout::wrap;
use super::lines::counted;
use super::style::{self, paint};
use crate::situations::{Coverage, Figures, Situation, Survey};

/// How wide the lists at the end are.
const WIDTH: usize = 110;

/// The tables. No line end at the end.
pub(crate) fn coverage(coverage: &Coverage) -> String {
    let mut report: Vec<String> = coverage.surveys.iter().map(survey).collect();
    if coverage.surveys.len() > 1 {
        report.push(suite(coverage));
    }
    report.push(missing(coverage));
    report.join("\n\n")
}

/// The table of one test: what it reached, and what it is about.
fn survey(survey: &Survey) -> String {
    let heading = format!("{:<31} {:>7} {:>7} {:>7} {:>10}", survey.test.name, "", "seeds", "share", "times");
    let mut table = paint(style::STRONG, heading);
    for &situation in Situation::ALL {
        let figures = survey.figures(situation);
        if figures.runs == 0 && !survey.is_about(situation) {
            continue;
        }
        let mark = if survey.is_about(situation) { "*" } else { " " };
        let row = format!(
            "  {mark} {:<35} {:>7} {:>7} {:>10}",
            situation,
            figures.runs,
            share(figures, survey.runs),
            figures.times
        );
        let row = if figures.runs == 0 { paint(style::WARNING, row) } else { row };
        let _ = write!(table, "\n{row}");
    }
    table
}

/// The table of all tests.
fn suite(coverage: &Coverage) -> String {
    let runs = coverage.runs();
    let name = format!("all {} tests, {}", coverage.surveys.len(), counted(runs, "run"));
    let heading = format!("{name:<31} {:>7} {:>7} {:>7} {:>10}", "tests", "seeds", "share", "times");
    let mut table = paint(style::STRONG, heading);
    for &situation in Situation::ALL {
        let (tests, figures) = coverage.figures(situation);
        if figures.runs > 0 {
            let (seeds, share, times) = (figures.runs, share(figures, runs), figures.times);
            let _ = write!(table, "\n    {situation:<27} {tests:>7} {seeds:>7} {share:>7} {times:>10}");
        }
    }
    table
}

/// What was never reached, what could not be noticed, and which tests failed or missed their point.
fn missing(coverage: &Coverage) -> String {
    let mut lines = Vec::new();
    let mut list = |told: &str, situations: &[Situation]| {
        if !situations.is_empty() {
            lines.extend(wrap(&format!("{told}: {}", names(situations).join(", ")), WIDTH));
        }
    };
    list("never reached", &coverage.never());
    list("not to be told, since no peer shows its inside", &coverage.unseen());
    for survey in &coverage.surveys {
        let name = survey.test.name;
        if let Some(seed) = survey.first_failed {
            let failed = paint(style::FAILED, "failed:");
            let (count, runs) = (survey.failed, counted(survey.runs, "run"));
            lines.push(format!("{failed} {name}, {count} of {runs}: cargo lab replay {name} {seed}"));
        }
        let missed = survey.missed();
        if !missed.is_empty() {
            let vacuous = paint(style::FAILED, "vacuous:");
            lines.push(format!("{vacuous} {name} never reached {}", names(&missed).join(", ")));
        }
    }
    if !coverage.has_failed() {
        let limit = if coverage.unseen().is_empty() { "" } else { ", as far as it can be told" };
        lines.push(paint(style::PASSED, format_args!("every test reached what it is about{limit}")));
    }
    lines.join("\n")
}

fn names(situations: &[Situation]) -> Vec<&'static str> {
    situations.iter().map(|situation| situation.as_str()).collect()
}

/// In how many runs of a hundred, without decimals, but for what is neither none nor all.
fn share(figures: Figures, runs: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with three digits")]
    let percent = figures.runs as f64 / runs.max(1) as f64 * 100.0;
    match figures.runs {
        0 => "-".to_owned(),
        some if some == runs => "100 %".to_owned(),
        _ => format!("{percent:.1} %"),
    }
}

#[derive(Serialize)]
struct SurveyLine<'a> {
    test: &'a str,
    part: String,
    seeds: u64,
    failed: u64,
    first_failed: Option<u64>,
    about: Vec<&'static str>,
    reached: Reached,
    vacuous: Vec<&'static str>,
}

#[derive(Serialize)]
struct SuiteLine {
    tests: usize,
    runs: u64,
    failed: u64,
    reached: Reached,
    never: Vec<&'static str>,
    unseen: Vec<&'static str>,
}

/// Figures by the names of their situations, in their order.
struct Reached(Vec<(Situation, FiguresLine)>);

#[derive(Serialize)]
struct FiguresLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    tests: Option<usize>,
    seeds: u64,
    times: u64,
}

impl Serialize for Reached {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(situation, figures)| (situation.as_str(), figures)))
    }
}

/// The lines for programs: one for each test, and then one for all of them.
pub(crate) fn json_of_coverage(coverage: &Coverage) -> Vec<String> {
    let mut lines: Vec<String> = coverage.surveys.iter().map(json_of_survey).collect();
    let line = |situation: Situation| {
        let (tests, Figures { runs: seeds, times }) = coverage.figures(situation);
        (situation, FiguresLine { tests: Some(tests), seeds, times })
    };
    lines.push(to_line(&SuiteLine {
        tests: coverage.surveys.len(),
        runs: coverage.runs(),
        failed: coverage.surveys.iter().map(|survey| survey.failed).sum(),
        reached: reached(line),
        never: names(&coverage.never()),
        unseen: names(&coverage.unseen()),
    }));
    lines
}

fn json_of_survey(survey: &Survey) -> String {
    let line = |situation: Situation| {
        let Figures { runs: seeds, times } = survey.figures(situation);
        (situation, FiguresLine { tests: None, seeds, times })
    };
    to_line(&SurveyLine {
        test: survey.test.name,
        part: survey.test.part.to_string(),
        seeds: survey.runs,
        failed: survey.failed,
        first_failed: survey.first_failed,
        about: names(survey.test.about),
        reached: reached(line),
        vacuous: names(&survey.missed()),
    })
}

fn reached(line: impl Fn(Situation) -> (Situation, FiguresLine)) -> Reached {
    let all = Situation::ALL.iter().map(|situation| line(*situation));
    Reached(all.filter(|(_, figures)| figures.seeds > 0).collect())
}
