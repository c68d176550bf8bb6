//! `JUnit` XML, for continuous integration: a suite for each submission, a case for each test.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use super::standing::{Standing, standings};
use super::{Basis, plain, words};
use crate::grade::{Built, Grade};

/// The results of these submissions.
pub(crate) fn junit(basis: &Basis, grades: &[Grade]) -> String {
    let mut report = Report::new(plain::name(&basis.title));
    let suites: Vec<TestSuite> = grades.iter().map(|grade| suite(basis, grade)).collect();
    report.set_time(suites.iter().filter_map(|suite| suite.time).sum());
    report.add_test_suites(suites);
    report.to_string().expect("memory takes all that is written")
}

fn suite(basis: &Basis, grade: &Grade) -> TestSuite {
    let mut suite = TestSuite::new(plain::name(&grade.name));
    suite.set_time(time(grade.tests.iter().map(|test| test.seconds).sum()));
    let versions = &basis.versions;
    for (name, value) in [
        ("points", grade.earned().to_string()),
        ("possible", grade.possible().to_string()),
        ("sources", plain::name(&grade.sources)),
        ("rubric", plain::name(&basis.rubric.digest)),
        ("raftlab", plain::name(&versions.raftlab)),
        ("harness", plain::name(&versions.harness)),
        ("rustc", plain::name(&versions.rustc)),
    ] {
        suite.add_property(Property::new(name, value));
    }
    for (place, standing) in standings(grade).enumerate() {
        suite.add_test_case(case(basis, grade, &standing, place == 0));
    }
    suite
}

/// A test. What the compiler says is told in the suite's first case alone: it may be long.
fn case(basis: &Basis, grade: &Grade, standing: &Standing<'_>, is_first: bool) -> TestCase {
    let status = match &grade.built {
        _ if standing.grade.is_whole() => TestCaseStatus::success(),
        Built::Program => failure(basis, standing),
        Built::Failed { .. } | Built::Refused { .. } => error(grade, is_first),
    };
    let mut case = TestCase::new(plain::name(&standing.grade.test), status);
    case.set_classname(standing.part()).set_time(time(standing.grade.seconds));
    case
}

fn failure(basis: &Basis, standing: &Standing<'_>) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    let gravest = standing.grade.findings.first();
    status.set_type(gravest.map_or("unfinished", |finding| finding.class.as_str()));
    status.set_message(match gravest {
        Some(finding) => format!("{}: {}", plain::name(&finding.rule), words::times(finding)),
        None => words::of_test(standing, basis.hints).replace('\n', " "),
    });
    status.set_description(words::of_test(standing, basis.hints));
    status
}

fn error(grade: &Grade, is_first: bool) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    let message = words::not_run(&grade.built);
    status.set_type("build").set_message(message);
    status.set_description(if is_first { words::of_submission(grade) } else { message.to_owned() });
    status
}

/// A time that is told. What is no number of seconds is none.
fn time(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}
