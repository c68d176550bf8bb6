//! The grades as tables: of one submission its tests, of several the submissions.

use std::fmt::Write as _;

use comfy_table::{Attribute, Cell, CellAlignment, Color, Table};

use crate::cli::table;
use crate::grade::report::{Rate, plain};
use crate::grade::{Built, Finding, Grade, Points, TestGrade};
use crate::invocation::Invocation;
use crate::suite::{self, Part};

/// What stands over the share of runs that passed.
const RATE: &str = "rate (95 %)";
/// What stands over that of several tests together.
const SHARE: &str = "rate";

/// All grades: one table, and below it what people should look at. A submission that is alone in its class is
/// told test by test.
pub(super) fn all(grades: &[Grade], is_alone: bool, width: Option<usize>) -> String {
    let mut text = match grades {
        [] => return String::new(),
        [one] if is_alone => tests(one, width),
        several => class(several, width),
    };
    for grade in grades {
        let words = match &grade.built {
            Built::Failed { log } if is_alone => format!("it does not compile:\n{}", plain::text(log)),
            Built::Refused { reason } => plain::sentence(reason),
            Built::Program | Built::Failed { .. } => continue,
        };
        let _ = write!(text, "\n{}: {words}", plain::name(&grade.name));
    }
    for (grade, remark) in
        grades.iter().flat_map(|grade| grade.remarks.iter().map(move |remark| (grade, remark)))
    {
        let _ = write!(text, "\n{}: {}", plain::name(&grade.name), plain::sentence(remark));
    }
    text
}

/// One submission: a row for each test.
fn tests(grade: &Grade, width: Option<usize>) -> String {
    let mut table = table::with_headings(&["test", "points", "of", "passed", RATE, "what fails"], width);
    for test in &grade.tests {
        let rate = Rate::of(&grade.built, test.runs());
        table.add_row([
            Cell::new(&test.test),
            earned(test.earned, test.possible),
            right(test.possible),
            right(passed(rate)),
            right(shown(rate)),
            Cell::new(failing(test)),
        ]);
    }
    let rate = Rate::of_all(grade);
    table.add_row([
        Cell::new("all").add_attribute(Attribute::Bold),
        earned(grade.earned(), grade.possible()),
        right(grade.possible()),
        right(passed(rate)),
        right(shown(rate)),
        Cell::new(plain::name(&grade.name)),
    ]);
    right_columns(&mut table, 1..5);
    table::text(table) + &advice(grade)
}

/// What to look at first, after a line end; nothing if nothing can be shown.
fn advice(grade: &Grade) -> String {
    let shown = |test: &'_ TestGrade| {
        let example = |finding: &Finding| Some((finding.class, finding.example.clone()?));
        let found: Vec<_> = test.findings.iter().filter_map(example).collect();
        found.into_iter().map(|(class, example)| (class, test.test.clone(), example)).collect::<Vec<_>>()
    };
    let first = grade.tests.iter().flat_map(shown).min_by_key(|(class, ..)| *class);
    let Some((class, test, example)) = first else { return String::new() };
    let replay = Invocation::lab().command("replay", format_args!("{test} {}", example.seed));
    format!("\n{class}: {}\nreplay: {replay}", plain::sentence(&example.message))
}

/// Several submissions: a row for each.
fn class(grades: &[Grade], width: Option<usize>) -> String {
    let parts = parts(grades);
    let mut headings = vec!["submission", "points", "of"];
    headings.extend(parts.iter().map(|part| part.as_str()));
    headings.extend(["passed", SHARE, "worst failure"]);
    let mut table = table::with_headings(&headings, width);
    for grade in grades {
        let rate = Rate::of_all(grade);
        let mut row = vec![
            Cell::new(plain::name(&grade.name)),
            earned(grade.earned(), grade.possible()),
            right(grade.possible()),
        ];
        row.extend(parts.iter().map(|part| right(of_part(grade, *part))));
        row.extend([right(passed(rate)), right(shown(rate)), Cell::new(worst(grade))]);
        table.add_row(row);
    }
    right_columns(&mut table, 1..headings.len() - 1);
    table::text(table)
}

/// The heading of a column of numbers stands over them.
fn right_columns(table: &mut Table, columns: std::ops::Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

fn right(value: impl ToString) -> Cell {
    Cell::new(value).set_alignment(CellAlignment::Right)
}

/// All points, none, or some of them.
fn earned(earned: Points, possible: Points) -> Cell {
    let cell = right(earned);
    match earned {
        Points::NONE => cell.fg(Color::Red),
        all if all == possible => cell.fg(Color::Green),
        _ => cell.fg(Color::Yellow),
    }
}

/// How many runs passed, of those that the rubric asks for: those that were not done count as failed.
fn passed(rate: Option<Rate>) -> String {
    rate.map_or_else(|| "-".to_owned(), |rate| format!("{}/{}", rate.passed, rate.planned))
}

/// Their share, and between which shares the true one lies, where that is known.
fn shown(rate: Option<Rate>) -> String {
    rate.map_or_else(|| "-".to_owned(), |rate| rate.to_string())
}

/// The gravest that a test shows, where to see it, and whether there is more.
fn failing(test: &TestGrade) -> String {
    let mut words = test.findings.first().map(told).unwrap_or_default();
    if let more @ 1.. = test.findings.len().saturating_sub(1) {
        let _ = write!(words, ", and {more} more");
    }
    if let Some(reason) = test.given_up {
        let separator = if words.is_empty() { "" } else { "; " };
        let done = test.runs().done;
        let runs = if done == 1 { "run" } else { "runs" };
        let _ = write!(words, "{separator}given up after {done} {runs}: {reason}");
    }
    words
}

fn told(finding: &Finding) -> String {
    let shown = match &finding.example {
        Some(example) => format!("seed {}", example.seed),
        None => "seen only under hidden seeds".to_owned(),
    };
    format!("{} {}, {shown}", finding.class, plain::name(&finding.rule))
}

/// The gravest that a submission shows.
fn worst(grade: &Grade) -> String {
    match &grade.built {
        Built::Failed { .. } => return "does not compile".to_owned(),
        Built::Refused { .. } => return "nothing to grade".to_owned(),
        Built::Program => {}
    }
    let first = |test: &'_ TestGrade| Some((test.findings.first()?.class, test.test.clone()));
    let worst = grade.tests.iter().filter_map(first).min_by_key(|(class, _)| *class);
    worst.map(|(class, test)| format!("{class} in {test}")).unwrap_or_default()
}

/// The parts that there are points for.
fn parts(grades: &[Grade]) -> Vec<Part> {
    let is_graded = |part: &Part| grades.iter().flat_map(|grade| &grade.tests).any(|test| is_of(test, *part));
    Part::ALL.into_iter().filter(is_graded).collect()
}

fn is_of(test: &TestGrade, part: Part) -> bool {
    suite::find(&test.test).is_some_and(|found| found.part == part)
}

fn of_part(grade: &Grade, part: Part) -> Points {
    grade.tests.iter().filter(|test| is_of(test, part)).map(|test| test.earned).sum()
}
