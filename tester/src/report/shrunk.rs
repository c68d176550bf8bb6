//! What came of making a run small: how large it was, and how large it is.

use std::time::Duration;

use super::style::{self, paint};
use crate::case::{Case, Size};
use crate::shrink::Shrunk;
use crate::steering::Deed;

/// The table of what was and what is left.
pub(crate) fn shrunk(shrunk: &Shrunk, case: &Case) -> String {
    let Shrunk { before, after, tried, is_complete, .. } = shrunk;
    let mut lines = vec![
        format!("  ... {} -- {}, {}", paint(style::FAILED, "FAILED"), case.failure.class, case.failure.rule),
        format!("  {}", case.failure.message),
        paint(style::STRONG, format_args!("{:<32}{:>12}{:>12}", "", "before", "after")),
    ];
    for (name, was, is) in rows(before, after) {
        lines.push(format!("{name:<32}{was:>12}{is:>12}"));
    }
    let seconds = |size: &Size| format!("{:.3} s", Duration::from_nanos(size.nanos).as_secs_f64());
    lines.push(format!("{:<32}{:>12}{:>12}", "virtual time", seconds(before), seconds(after)));
    let rest = if *is_complete { "nothing more can be left out" } else { "there was no time for more" };
    lines.push(format!("{tried} runs tried; {rest}"));
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
        ("failures that took long".to_owned(), before.slow_failures, after.slow_failures),
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
