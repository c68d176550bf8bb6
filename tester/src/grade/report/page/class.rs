//! `index.html` of a class: who has how many points, and which tests are hard.

use askama::Template;

use super::bar::Bar;
use super::{address, style};
use crate::grade::report::class::built;
use crate::grade::report::standing::standings;
use crate::grade::report::{Basis, plain};
use crate::grade::workshop::Versions;
use crate::grade::{Built, Grade, Points};

#[derive(Template)]
#[template(path = "grade/class.html")]
struct Page<'a> {
    style: String,
    title: String,
    summary: String,
    parts: Vec<&'static str>,
    rows: Vec<Row>,
    tests: Vec<Test>,
    rubric: &'a str,
    versions: &'a Versions,
}

/// A submission.
struct Row {
    name: String,
    address: String,
    remarks: Vec<String>,
    earned: Points,
    possible: Points,
    bar: Bar,
    parts: Vec<Points>,
    built: &'static str,
}

/// A test, and how many submissions pass it.
struct Test {
    number: String,
    name: String,
    title: &'static str,
    passed: u64,
    submissions: u64,
    bar: Bar,
}

/// The page of a class. It links the submissions' pages, each in the folder of the submission's name.
pub(crate) fn class(basis: &Basis, grades: &[Grade]) -> String {
    let parts = parts(grades);
    let page = Page {
        style: style(),
        title: plain::name(&basis.title),
        summary: summary(grades),
        rows: grades.iter().map(|grade| row(grade, &parts)).collect(),
        parts,
        tests: tests(grades),
        rubric: &basis.rubric.digest,
        versions: &basis.versions,
    };
    page.render().expect("memory takes all that is written")
}

/// The parts that are graded, in the order of the suite.
fn parts(grades: &[Grade]) -> Vec<&'static str> {
    let mut parts: Vec<&'static str> =
        grades.first().into_iter().flat_map(standings).map(|standing| standing.part()).collect();
    parts.dedup();
    parts
}

/// How many there are, how many of them run, and what the middle one has.
fn summary(grades: &[Grade]) -> String {
    let running = grades.iter().filter(|grade| grade.built == Built::Program).count();
    let count = grades.len();
    let submissions = if count == 1 { "submission" } else { "submissions" };
    let median = median(grades.iter().map(Grade::earned).collect());
    let (Some(median), Some(first)) = (median, grades.first()) else {
        return "No submissions".to_owned();
    };
    let whole = grades.iter().filter(|grade| grade.earned() == grade.possible()).count();
    let possible = first.possible();
    format!(
        "{count} {submissions}, {running} of which compile; median {median} of {possible} points; {whole} with all \
         of them"
    )
}

/// The points in the middle; between two of them, half-way, rounded down to hundredths.
fn median(mut points: Vec<Points>) -> Option<Points> {
    points.sort_unstable();
    let upper = *points.get(points.len() / 2)?;
    let lower = if points.len().is_multiple_of(2) { points[points.len() / 2 - 1] } else { upper };
    Some(Points::of_hundredths(lower.hundredths().midpoint(upper.hundredths())))
}

fn row(grade: &Grade, parts: &[&'static str]) -> Row {
    let in_part = |part: &&str| {
        standings(grade).filter(|standing| standing.part() == *part).map(|test| test.grade.earned).sum()
    };
    Row {
        name: plain::name(&grade.name),
        address: address::of([grade.name.as_str(), "index.html"]),
        remarks: grade.remarks.iter().map(|remark| plain::sentence(remark)).collect(),
        earned: grade.earned(),
        possible: grade.possible(),
        bar: Bar::of_points(grade.earned(), grade.possible()),
        parts: parts.iter().map(in_part).collect(),
        built: built(&grade.built),
    }
}

/// The tests of the first submission: one rubric graded them all.
fn tests(grades: &[Grade]) -> Vec<Test> {
    let submissions = grades.len() as u64;
    let of_first = grades.first().into_iter().flat_map(standings);
    of_first
        .map(|standing| {
            let name = &standing.grade.test;
            let all = grades.iter().flat_map(|grade| &grade.tests);
            let passed = all.filter(|test| test.test == *name && test.is_whole()).count() as u64;
            Test {
                number: standing.number().unwrap_or_default(),
                name: plain::name(name),
                title: standing.title(),
                passed,
                submissions,
                bar: Bar::of(passed, submissions),
            }
        })
        .collect()
}

#[test]
fn the_median_lies_in_the_middle() {
    let of = |points: &[u64]| {
        median(points.iter().copied().map(Points::of_hundredths).collect()).map(|points| points.to_string())
    };
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[700]).as_deref(), Some("7"));
    assert_eq!(of(&[900, 100, 200]).as_deref(), Some("2"));
    assert_eq!(of(&[1000, 0, 325, 700]).as_deref(), Some("5.12"));
}
