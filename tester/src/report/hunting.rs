//! The first and the last words of a hunt.

use std::time::Duration;

use super::lines;
use super::style::{self, paint};
use crate::hunt::{Book, Plan};

/// What the hunt is about to do.
pub(crate) fn hunt_heading(plan: &Plan, before: u64, jobs: usize) -> String {
    let before = if before > 0 { format!(", {before} runs done before") } else { String::new() };
    paint(style::FAINT, format_args!("hunting: {}{before}", extent(plan, jobs)))
}

/// What is about to be surveyed.
pub(crate) fn coverage_heading(plan: &Plan, jobs: usize) -> String {
    paint(style::FAINT, format_args!("surveying: {}", extent(plan, jobs)))
}

/// The tests and the seeds, and how they are run.
fn extent(plan: &Plan, jobs: usize) -> String {
    let range = plan.range();
    let tests = match plan.tests.as_slice() {
        [test] => test.name.to_owned(),
        tests => format!("{} tests", tests.len()),
    };
    let seeds = if range.is_empty() {
        "no seeds".to_owned()
    } else {
        format!("seeds {} to {}", range.start(), range.end())
    };
    let at_a_time = if jobs == 1 { "one run at a time".to_owned() } else { format!("{jobs} runs at a time") };
    let shard = plan.shard.map(|shard| format!(", shard {shard}")).unwrap_or_default();
    format!("{tests}, {seeds}{shard}, {at_a_time}")
}

/// The last lines: the sum, on a line that other programs know how to read, and how fast it went.
///
/// `before` runs were in the book when this hunt began, which took this real time. `broken_off` says how it
/// came to a sudden end, if it did. `remembered` seeds that failed before have failed again.
#[expect(clippy::cast_precision_loss, reason = "rates are rough figures")]
pub(crate) fn hunt_summary(
    book: &Book,
    before: u64,
    wall: Duration,
    broken_off: Option<&str>,
    remembered: usize,
) -> String {
    let total = book.total();
    let failed = total.failures() + remembered as u64;
    let passed = total.runs - total.failures();
    let style = if failed == 0 && broken_off.is_none() { style::PASSED } else { style::FAILED };
    let broken_off = broken_off.map(|how| format!(", {how}")).unwrap_or_default();
    let sum = paint(style, format_args!("{passed} passed, {failed} failed{broken_off}"));
    let seconds = wall.as_secs_f64().max(1e-6);
    let runs = total.runs.saturating_sub(before) as f64 / seconds;
    // What was run before took no time now.
    let share = 1.0 - before as f64 / (total.runs.max(1)) as f64;
    let virtual_seconds = total.virtual_nanos as f64 / 1e9 * share / seconds;
    let speed =
        format!("{} ({runs:.0} runs/s, {virtual_seconds:.0} virtual seconds a second)", lines::real(wall));
    format!("{sum}\n{}", paint(style::FAINT, speed))
}
