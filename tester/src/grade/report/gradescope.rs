//! `results.json`: what Gradescope reads of a submission.
//!
//! All texts are given as plain text, which Gradescope escapes: a submission's panic message is shown,
//! whatever it holds.

use serde::Serialize;

use super::standing::{Standing, standings};
use super::{Basis, Receipt, plain, words};
use crate::grade::Grade;

/// The one form that nothing in a text can break out of.
const TEXT: &str = "text";
/// What students see of a test.
const VISIBLE: &str = "visible";
/// What the grader prints is for the course's staff.
const HIDDEN: &str = "hidden";

#[derive(Serialize)]
struct Results<'a> {
    score: f64,
    execution_time: f64,
    output: String,
    output_format: &'static str,
    test_output_format: &'static str,
    test_name_format: &'static str,
    visibility: &'static str,
    stdout_visibility: &'static str,
    extra_data: Extra<'a>,
    tests: Vec<Test>,
}

/// What is kept with the results and not shown.
#[derive(Serialize)]
struct Extra<'a> {
    raftlab: Kept<'a>,
}

#[derive(Serialize)]
struct Kept<'a> {
    title: &'a str,
    receipt: Receipt,
}

#[derive(Serialize)]
struct Test {
    score: f64,
    max_score: f64,
    status: &'static str,
    name: String,
    name_format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    output: String,
    output_format: &'static str,
    tags: Vec<String>,
    visibility: &'static str,
}

/// A submission's results, with a line end at the end.
pub(crate) fn results(basis: &Basis, grade: &Grade) -> String {
    let seconds: f64 = grade.tests.iter().map(|test| test.seconds).sum();
    to_text(&Results {
        score: grade.earned().number(),
        execution_time: milliseconds(seconds),
        output: heading(basis, grade),
        output_format: TEXT,
        test_output_format: TEXT,
        test_name_format: TEXT,
        visibility: VISIBLE,
        stdout_visibility: HIDDEN,
        extra_data: Extra { raftlab: Kept { title: &basis.title, receipt: Receipt::new(basis, grade) } },
        tests: standings(grade).map(|standing| test(basis, &standing)).collect(),
    })
}

/// What stands above the tests.
fn heading(basis: &Basis, grade: &Grade) -> String {
    let whole = grade.tests.iter().filter(|test| test.is_whole()).count();
    let sum = format!(
        "{}: {} of {} points; {whole} of {} tests passed with every seed.",
        plain::name(&basis.title),
        grade.earned(),
        grade.possible(),
        grade.tests.len()
    );
    let more = words::of_submission(grade);
    if more.is_empty() { sum } else { format!("{sum}\n\n{more}") }
}

fn test(basis: &Basis, standing: &Standing<'_>) -> Test {
    let grade = standing.grade;
    let name = match standing.title() {
        "" => plain::name(&grade.test),
        title => format!("{}: {title}", grade.test),
    };
    let classes = grade.findings.iter().map(|finding| finding.class.to_string());
    let mut tags = vec![standing.part().to_owned()];
    tags.extend(classes);
    tags.dedup();
    Test {
        score: grade.earned.number(),
        max_score: grade.possible.number(),
        status: if grade.is_whole() { "passed" } else { "failed" },
        name,
        name_format: TEXT,
        number: standing.number(),
        output: words::of_test(standing, basis.hints),
        output_format: TEXT,
        tags,
        visibility: VISIBLE,
    }
}

/// Seconds to the millisecond: more digits would only be noise.
fn milliseconds(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

fn to_text(results: &Results<'_>) -> String {
    let mut text = serde_json::to_string_pretty(results).expect("plain fields always serialise");
    text.push('\n');
    text
}
