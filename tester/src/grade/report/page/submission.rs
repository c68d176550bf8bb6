//! `index.html` in a submission's folder: its points, its tests, and what failed.

use std::collections::BTreeSet;

use askama::Template;

use super::bar::Bar;
use super::{address, style};
use crate::failure::Class;
use crate::grade::report::standing::{Standing, card, standings};
use crate::grade::report::{Basis, plain, words};
use crate::grade::workshop::Versions;
use crate::grade::{Built, Finding, Grade, Points};
use crate::rules::{Card, Hints};
use crate::suite::Part;

#[derive(Template)]
#[template(path = "grade/submission.html")]
struct Page<'a> {
    style: String,
    title: String,
    name: String,
    earned: Points,
    possible: Points,
    total: Bar,
    whole: usize,
    tests: usize,
    built: bool,
    not_run: &'static str,
    refused: Option<String>,
    log: Option<String>,
    remarks: Vec<String>,
    parts: Vec<PartRows>,
    troubles: Vec<Trouble>,
    unseen: &'static str,
    sources: &'a str,
    rubric: &'a str,
    versions: &'a Versions,
}

/// The tests of one part.
struct PartRows {
    part: &'static str,
    heading: String,
    earned: Points,
    possible: Points,
    tests: Vec<Row>,
}

/// A test in the table.
struct Row {
    number: String,
    name: String,
    title: &'static str,
    earned: Points,
    possible: Points,
    bar: Option<Bar>,
    rate: String,
    verdict: Verdict,
}

enum Verdict {
    Passed,
    NotRun,
    Failed(&'static str),
}

/// A test that failed.
struct Trouble {
    test: String,
    title: &'static str,
    runs: Vec<String>,
    findings: Vec<Told>,
}

/// A finding, with what may be told of it.
struct Told {
    class: Class,
    rule: String,
    times: String,
    message: Option<String>,
    explained: Explained,
    verb: &'static str,
    command: String,
    seed: u64,
    timeline: Option<String>,
}

/// How much is told of a rule.
enum Explained {
    Not,
    Section(&'static Card),
    Full(&'static Card),
    Above(&'static Card),
}

/// The page of a submission. It links its timelines, its receipt and the compiler's log, which lie beside it.
pub(crate) fn submission(basis: &Basis, grade: &Grade) -> String {
    let (refused, log) = match &grade.built {
        Built::Program => (None, None),
        Built::Failed { log } => (None, Some(plain::text(log))),
        Built::Refused { reason } => (Some(plain::sentence(reason)), None),
    };
    let page = Page {
        style: style(),
        title: plain::name(&basis.title),
        name: plain::name(&grade.name),
        earned: grade.earned(),
        possible: grade.possible(),
        total: Bar::of_points(grade.earned(), grade.possible()),
        whole: grade.tests.iter().filter(|test| test.is_whole()).count(),
        tests: grade.tests.len(),
        built: grade.built == Built::Program,
        not_run: words::not_run(&grade.built),
        refused,
        log,
        remarks: grade.remarks.iter().map(|remark| plain::sentence(remark)).collect(),
        parts: parts(grade),
        troubles: troubles(basis.hints, grade),
        unseen: words::UNSEEN,
        sources: &grade.sources,
        rubric: &basis.rubric.digest,
        versions: &basis.versions,
    };
    page.render().expect("memory takes all that is written")
}

/// The rows of the table, part by part.
fn parts(grade: &Grade) -> Vec<PartRows> {
    let mut parts: Vec<PartRows> = Vec::new();
    for standing in standings(grade) {
        let (name, row) = (standing.part(), row(&standing));
        if parts.last().is_none_or(|part| part.part != name) {
            parts.push(PartRows::new(name));
        }
        if let Some(part) = parts.last_mut() {
            part.take(row);
        }
    }
    parts
}

impl PartRows {
    fn new(part: &'static str) -> Self {
        let heading = match Part::ALL.into_iter().find(|known| known.as_str() == part) {
            Some(known) => format!("{part}: {}", about(known)),
            None => "Other tests".to_owned(),
        };
        Self { part, heading, earned: Points::NONE, possible: Points::NONE, tests: Vec::new() }
    }

    fn take(&mut self, row: Row) {
        self.earned += row.earned;
        self.possible += row.possible;
        self.tests.push(row);
    }
}

/// What a part is about.
const fn about(part: Part) -> &'static str {
    match part {
        Part::A => "elections",
        Part::B => "the log",
        Part::C => "persistence",
        Part::D => "snapshots",
        Part::X => "chaos",
    }
}

fn row(standing: &Standing<'_>) -> Row {
    let rate = standing.rate();
    let verdict = match standing.grade.findings.first() {
        _ if rate.is_none() => Verdict::NotRun,
        _ if standing.grade.is_whole() => Verdict::Passed,
        Some(gravest) => Verdict::Failed(gravest.class.as_str()),
        None => Verdict::Failed("unfinished"),
    };
    Row {
        number: standing.number().unwrap_or_default(),
        name: plain::name(&standing.grade.test),
        title: standing.title(),
        earned: standing.grade.earned,
        possible: standing.grade.possible,
        bar: rate.map(Bar::of_rate),
        rate: rate.map(|rate| words::rate(standing, rate)).unwrap_or_default(),
        verdict,
    }
}

/// The tests that failed, each with its findings. A rule is explained where it is named first.
fn troubles(hints: Hints, grade: &Grade) -> Vec<Trouble> {
    let mut told = BTreeSet::new();
    let failed = standings(grade).filter(|standing| standing.rate().is_some() && !standing.grade.is_whole());
    failed
        .map(|standing| Trouble {
            test: plain::name(&standing.grade.test),
            title: standing.title(),
            runs: words::runs(&standing),
            findings: standing
                .grade
                .findings
                .iter()
                .map(|finding| Told::new(&standing, finding, hints, &mut told))
                .collect(),
        })
        .collect()
}

impl Told {
    fn new(
        standing: &Standing<'_>,
        finding: &Finding,
        hints: Hints,
        told: &mut BTreeSet<&'static str>,
    ) -> Self {
        let explained = match card(finding, hints) {
            None => Explained::Not,
            Some(card) if hints < Hints::Full => Explained::Section(card),
            Some(card) if told.insert(card.rule) => Explained::Full(card),
            Some(card) => Explained::Above(card),
        };
        let example = finding.example.as_ref();
        Self {
            class: finding.class,
            rule: plain::name(&finding.rule),
            times: words::times(finding),
            message: example.map(|example| plain::sentence(&example.message)),
            explained,
            verb: if example.is_some() { "Repeat it:" } else { "Search:" },
            command: standing.command(finding),
            seed: example.map_or(0, |example| example.seed),
            timeline: example.and_then(|example| Some(address::of(example.timeline.as_deref()?.split('/')))),
        }
    }
}
