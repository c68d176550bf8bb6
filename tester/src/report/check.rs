//! What a check came to: a row for each test, and the first run that was another the second time.

use std::fmt::Write as _;
use std::time::Duration;

use super::style::{self, paint};
use super::{failure, lines};
use crate::runner::Outcome;
use crate::suite::LabTest;

/// The row of a test whose `seeds` seeds were run twice, and the block of the first that differed. No line
/// end at the end.
pub(crate) fn checked(test: &LabTest, seeds: u64, differing: &[Outcome]) -> String {
    let Some(first) = differing.first() else {
        return format!("{:<31} {} {seeds} seeds, twice the same", test.name, paint(style::PASSED, "ok"));
    };
    let verdict = paint(style::FAILED, "DIFFERS");
    let mut row = format!("{:<31} {verdict} in {} of {seeds} seeds", test.name, differing.len());
    let _ = write!(row, "\n{}", failure::block(first));
    let others: Vec<u64> = differing.iter().skip(1).map(|outcome| outcome.seed).collect();
    if !others.is_empty() {
        let _ = write!(row, "\n  differ as well: {}", lines::listed(&others));
    }
    row
}

/// The last lines: how many runs, how many differed, and how many failed in some other way, in how much real
/// time.
pub(crate) fn check_summary(runs: usize, differing: usize, failed: usize, wall: Duration) -> String {
    let style = if differing == 0 { style::PASSED } else { style::FAILED };
    let mut text =
        paint(style, format_args!("{} of {runs} seeds twice the same, {differing} not", runs - differing));
    if failed > 0 {
        let _ = write!(text, "\n{failed} failed, both times the same: `cargo lab run` shows how");
    }
    let _ = write!(text, "\n{}", paint(style::FAINT, format_args!("in {}", lines::real(wall))));
    text
}
