//! What a check came to: a row for each test, and the first run that was another the second time.

use std::fmt::Write as _;
use std::time::Duration;

use super::advice::Advice;
use super::style::{self, paint};
use super::{failure, lines};
use crate::check::Checked;
use crate::invocation::Invocation;
use crate::runner::Outcome;
use crate::suite::LabTest;

/// The row of a test, and the blocks of the first run that differed and of one that could not be compared. No
/// line end at the end.
pub(crate) fn checked(test: &LabTest, checked: &Checked, outcomes: &[Outcome], advice: &Advice) -> String {
    let Checked { runs, differing, failed, unfinished, .. } = *checked;
    let (style, word) = match (differing, unfinished) {
        (0, 0) => (style::PASSED, "ok"),
        (0, _) => (style::FAILED, "CANNOT BE COMPARED"),
        _ => (style::FAILED, "DIFFERS"),
    };
    let mut row = format!("{:<31} {}", test.name, paint(style, word));
    let told = match (differing, unfinished) {
        (0, 0) => format!("{runs} seeds, twice the same"),
        (0, _) => format!("in {unfinished} of {runs} seeds; the others were not tried"),
        _ => format!("in {differing} of {runs} seeds"),
    };
    let _ = write!(row, " {told}");
    if failed > 0 {
        let _ = write!(row, ", {failed} failed");
    }
    let first = |is: fn(&Outcome) -> bool| outcomes.iter().find(|outcome| is(outcome));
    let differs = first(Checked::is_difference);
    let stuck = first(|outcome| !Checked::is_finished(outcome));
    for outcome in differs.into_iter().chain(stuck) {
        let _ = write!(row, "\n{}", failure::block(outcome, advice));
    }
    let others = outcomes.iter().filter(|outcome| Checked::is_difference(outcome)).skip(1);
    let others: Vec<u64> = others.map(|outcome| outcome.seed).collect();
    if !others.is_empty() {
        let _ = write!(row, "\n  differ as well: {}", lines::listed(&others));
    }
    row
}

/// The last lines: how many runs were twice the same, how many were not, how many failed in some other way,
/// in how much real time.
pub(crate) fn check_summary(checked: &Checked, wall: Duration, invocation: &Invocation) -> String {
    let Checked { runs, differing, failed, unfinished, .. } = *checked;
    let style = if differing + unfinished == 0 { style::PASSED } else { style::FAILED };
    let mut text =
        paint(style, format_args!("{} of {runs} seeds twice the same, {differing} not", checked.same()));
    if unfinished > 0 {
        let _ = write!(text, "\n{unfinished} could not be compared");
    }
    if failed > 0 {
        let run = invocation.command("run", "");
        let _ = write!(text, "\n{failed} failed, both times the same: `{run}` shows how");
    }
    let _ = write!(text, "\n{}", paint(style::FAINT, format_args!("in {}", lines::real(wall))));
    text
}
