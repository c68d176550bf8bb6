//! What came of making a run small: how large it was, and how large it is.

use std::time::Duration;

use super::layout::{one_line, wrap};
use super::style::{self, paint};
use crate::case::{Case, Size};
use crate::shrink::Shrunk;
use crate::steering::Deed;

/// The width to which a message is broken.
const WIDTH: usize = 100;

/// The table of what was and what is left.
pub(crate) fn shrunk(shrunk: &Shrunk, case: &Case, seed: u64) -> String {
    let Shrunk { before, after, tried, is_complete, .. } = shrunk;
    let mut lines = vec![format!(
        "  ... {} -- {}, {}",
        paint(style::FAILED, "FAILED"),
        case.failure.class,
        case.failure.rule
    )];
    lines.extend(wrap(&one_line(&case.failure.message), WIDTH).into_iter().map(|line| format!("  {line}")));
    lines.push(paint(style::STRONG, format_args!("{:<32}{:>12}{:>12}", "", "before", "after")));
    for (name, was, is) in rows(before, after) {
        lines.push(format!("{name:<32}{was:>12}{is:>12}"));
    }
    let seconds = |size: &Size| format!("{:.3} s", Duration::from_nanos(size.nanos).as_secs_f64());
    lines.push(format!("{:<32}{:>12}{:>12}", "virtual time", seconds(before), seconds(after)));
    if case.seed != seed {
        lines.push(format!("{:<32}{:>12}{:>12}", "the peers' own timeouts", "", "others"));
    }
    let rest = if *is_complete { "nothing more can be left out" } else { "there was no time for more" };
    lines.push(format!("{tried} runs tried; {rest}"));
    if let Some(trouble) = &shrunk.trouble {
        let told = one_line(&trouble.to_string());
        lines.push(format!("{} the search ended early: {told}", paint(style::WARNING, "warning:")));
    }
    lines.join("\n")
}

/// What there was of anything.
fn rows(before: &Size, after: &Size) -> Vec<(String, u64, u64)> {
    let deed = |deed: Deed| {
        let count = |size: &Size| size.deeds.get(&deed).copied().unwrap_or_default();
        (deed.to_string(), count(before), count(after))
    };
    let plan = |size: &Size| size.plan.map_or(0, |faults| faults as u64);
    let mut rows = vec![
        ("faults".to_owned(), before.faults(), after.faults()),
        ("messages lost".to_owned(), before.lost, after.lost),
        ("messages late".to_owned(), before.late, after.late),
        ("messages twice".to_owned(), before.duplicated, after.duplicated),
        ("calls to nobody, slow to fail".to_owned(), before.slow_failures, after.slow_failures),
        ("faults of the plan".to_owned(), plan(before), plan(after)),
    ];
    rows.extend(Deed::ALL.map(deed));
    rows.extend([
        ("the scheduler's random choices".to_owned(), before.picks, after.picks),
        ("events".to_owned(), before.events, after.events),
        ("peers".to_owned(), before.peers as u64, after.peers as u64),
    ]);
    rows.retain(|(_, was, is)| (*was, *is) != (0, 0));
    rows
}

/// A test that fails as long as an implementation fails in this case: Rust, for a file below `tests`.
pub(crate) fn regression_test(case: &Case, story: &[String]) -> String {
    let Case { test, seed, failure, .. } = case;
    let name = format!("{test}_{seed}_{}", failure.rule.replace('-', "_")).to_lowercase();
    let mut lines = vec![
        format!("/// What {test} showed: {}.", failure.rule),
        "#[test]".to_owned(),
        format!("fn {name}() {{"),
    ];
    lines.extend(story.iter().map(|line| format!("    // {line}")));
    lines.push("    // `raft::Peer` stands for the implementation under test.".to_owned());
    let text = serde_json::to_string(case).expect("a case is plain data");
    lines.push(format!("    tester::case::assert_passes::<raft::Peer>(\n        r##\"{text}\"##,\n    );"));
    lines.push("}".to_owned());
    lines.join("\n")
}
