//! A grade as a line for programs.

use serde::Serialize;

use crate::grade::report::Rate;
use crate::grade::{Built, Finding, Grade, TestGrade};

#[derive(Serialize)]
struct Line<'a> {
    submission: &'a str,
    sources: &'a str,
    built: &'static str,
    points: f64,
    possible: f64,
    tests: Vec<Row<'a>>,
    remarks: &'a [String],
}

#[derive(Serialize)]
struct Row<'a> {
    test: &'a str,
    points: f64,
    possible: f64,
    planned: u64,
    done: u64,
    passed: u64,
    /// Between these shares of passing runs the true one lies, 19 times out of 20. Not known of a test that
    /// was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_high: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_up: Option<String>,
    failures: Vec<Failure<'a>>,
}

#[derive(Serialize)]
struct Failure<'a> {
    class: &'static str,
    rule: &'a str,
    public: u64,
    hidden: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

/// The line of a submission.
pub(super) fn line(grade: &Grade) -> String {
    let line = Line {
        submission: &grade.name,
        sources: &grade.sources,
        built: match grade.built {
            Built::Program => "program",
            Built::Failed { .. } => "failed",
            Built::Refused { .. } => "refused",
        },
        points: grade.earned().number(),
        possible: grade.possible().number(),
        tests: grade.tests.iter().map(|test| row(&grade.built, test)).collect(),
        remarks: &grade.remarks,
    };
    // Texts and numbers that are finite always can be written.
    serde_json::to_string(&line).unwrap_or_default()
}

fn row<'a>(built: &Built, grade: &'a TestGrade) -> Row<'a> {
    let runs = grade.runs();
    let interval = Rate::of(built, runs).and_then(|rate| rate.interval);
    Row {
        test: &grade.test,
        points: grade.earned.number(),
        possible: grade.possible.number(),
        planned: runs.planned,
        done: runs.done,
        passed: runs.passed,
        rate_low: interval.map(|interval| interval.low),
        rate_high: interval.map(|interval| interval.high),
        given_up: grade.given_up.map(|reason| reason.to_string()),
        failures: grade.findings.iter().map(failure).collect(),
    }
}

fn failure(finding: &Finding) -> Failure<'_> {
    Failure {
        class: finding.class.as_str(),
        rule: &finding.rule,
        public: finding.public,
        hidden: finding.hidden,
        seed: finding.example.as_ref().map(|example| example.seed),
        message: finding.example.as_ref().map(|example| example.message.as_str()),
    }
}
