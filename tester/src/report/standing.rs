//! How an implementation stands: the table, and what to do next.

use std::fmt::Write as _;

use serde::Serialize;

use super::json::to_line;
use super::style::{self, paint};
use super::{Advice, verdict};
use crate::rules::Hints;
use crate::runner::{Outcome, Verdict};
use crate::standing::{Change, TestStanding, page_of_failure};
use crate::suite::Part;

/// The heading over all parts.
pub(crate) fn standing_heading(seeds: u64) -> String {
    paint(style::FAINT, format_args!("seeds 1 to {seeds} of each of the lab's tests"))
}

/// The rows of one part, under a row of its own.
pub(crate) fn standing_of_part(part: Part, tests: &[TestStanding]) -> String {
    let whole = tests.iter().filter(|test| test.tally.is_whole()).count();
    let sum = format!("{part:<33} {:>9}", format!("{whole} of {}", tests.len()));
    let mut rows = paint(style::STRONG, sum);
    for standing in tests {
        let _ = write!(rows, "\n{}", row(standing));
    }
    rows
}

fn row(standing: &TestStanding) -> String {
    let tally = standing.tally;
    let style = if tally.is_whole() { style::PASSED } else { style::FAILED };
    let row = format!("  {:<31} {}", standing.test.name, paint(style, format_args!("{tally:>9}")));
    let account = standing.failure.as_ref().and_then(|failure| failure.verdict.account());
    let why = match account {
        Some(_) if standing.is_broken() => "the harness failed".to_owned(),
        Some(account) => format!("{}, {}", account.class, account.rule),
        None => String::new(),
    };
    let change = match (standing.change(), standing.before) {
        (Change::First | Change::Same, _) | (_, None) => String::new(),
        (change, Some(before)) => format!("{} (was {before})", change.words()),
    };
    let news = match standing.change() {
        Change::Undone | Change::Worse => paint(style::WARNING, &change),
        _ => change,
    };
    format!("{row}  {why:<36}  {news}").trim_end().to_owned()
}

/// What has changed, in one line, and what to do next.
pub(crate) fn standing_summary(tests: &[TestStanding], advice: &Advice) -> String {
    let mut text = String::new();
    if let Some(news) = news(tests) {
        let _ = writeln!(text, "{news}\n");
    }
    let Some(next) = next(tests) else {
        let _ = write!(text, "{}", nothing_left(tests, advice));
        return text;
    };
    let told = format!("next: {} (part {})", next.test.name, next.test.part);
    let _ = write!(text, "{}", paint(style::STRONG, told));
    if let Some(failure) = &next.failure {
        let _ = write!(text, "\n{}", verdict(failure, advice));
        let _ = write!(
            text,
            "{}",
            page(failure, advice).map(|page| format!("\n  read: {page}")).unwrap_or_default()
        );
    }
    text
}

/// The first test that is not done; one in which the harness failed before all others, since nobody's code
/// can make up for that.
fn next(tests: &[TestStanding]) -> Option<&TestStanding> {
    let broken = tests.iter().find(|standing| standing.is_broken());
    broken.or_else(|| tests.iter().find(|standing| !standing.tally.is_whole()))
}

/// Where to read about the failure, as far as that may be told.
fn page(failure: &Outcome, advice: &Advice) -> Option<String> {
    let account = failure.verdict.account().filter(|_| advice.hints() >= Hints::Section)?;
    Some(page_of_failure(failure.test, account).to_string())
}

/// As in `since the last time: 2 tests now pass, 1 is worse`; `None` at the first time.
fn news(tests: &[TestStanding]) -> Option<String> {
    let count = |wanted| tests.iter().filter(|standing| standing.change() == wanted).count();
    if count(Change::First) == tests.len() {
        return None;
    }
    let kinds = [
        (Change::Done, "now passes", "now pass"),
        (Change::Undone, "no longer passes", "no longer pass"),
        (Change::Better, "is better", "are better"),
        (Change::Worse, "is worse", "are worse"),
    ];
    let told = kinds.into_iter().filter_map(|(change, one, many)| match count(change) {
        0 => None,
        1 => Some(format!("1 test {one}")),
        n => Some(format!("{n} tests {many}")),
    });
    let told: Vec<String> = told.collect();
    let told = if told.is_empty() { "nothing has changed".to_owned() } else { told.join(", ") };
    Some(format!("since the last time: {told}"))
}

fn nothing_left(tests: &[TestStanding], advice: &Advice) -> String {
    let runs: u64 = tests.iter().map(|standing| standing.tally.runs).sum();
    let all = paint(style::PASSED, format_args!("all {} tests pass, with {runs} runs", tests.len()));
    let command = |words: &str| paint(style::STRONG, advice.invocation().command("hunt", words));
    format!("{all}\nnext: {}, and then {}", command("--seeds 1000"), command("X --seeds 1000"))
}

#[derive(Serialize)]
struct TestLine<'a> {
    test: &'a str,
    part: String,
    runs: u64,
    passed: u64,
    runs_before: Option<u64>,
    passed_before: Option<u64>,
    change: &'static str,
    class: Option<&'static str>,
    rule: Option<&'a str>,
    seed: Option<u64>,
    message: Option<&'a str>,
}

/// How one test stands, as one line of JSON.
pub(crate) fn json_of_standing(standing: &TestStanding) -> String {
    let verdict = standing.failure.as_ref().map(|failure| &failure.verdict);
    to_line(&TestLine {
        test: standing.test.name,
        part: standing.test.part.to_string(),
        runs: standing.tally.runs,
        passed: standing.tally.passed,
        runs_before: standing.before.map(|before| before.runs),
        passed_before: standing.before.map(|before| before.passed),
        change: standing.change().as_str(),
        class: verdict.and_then(Verdict::class),
        rule: verdict.and_then(Verdict::rule),
        seed: standing.failure.as_ref().map(|failure| failure.seed),
        message: verdict.and_then(Verdict::message),
    })
}

#[derive(Serialize)]
struct SummaryLine<'a> {
    tests: usize,
    whole: usize,
    next: Option<NextLine<'a>>,
}

#[derive(Serialize)]
struct NextLine<'a> {
    test: &'a str,
    seed: Option<u64>,
    replay: Option<String>,
    read: Option<String>,
}

/// What there is to do next, as one line of JSON.
pub(crate) fn json_of_next(tests: &[TestStanding], advice: &Advice) -> String {
    let next = next(tests).map(|standing| {
        let failure = standing.failure.as_ref();
        NextLine {
            test: standing.test.name,
            seed: failure.map(|failure| failure.seed),
            replay: failure.map(|failure| advice.replay(failure.test, failure.seed)),
            read: failure.and_then(|failure| page(failure, advice)),
        }
    });
    let whole = tests.iter().filter(|standing| standing.tally.is_whole()).count();
    to_line(&SummaryLine { tests: tests.len(), whole, next })
}
