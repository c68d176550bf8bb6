//! The lab's own lines: the figures after a test, and the sum at the end.

use std::time::Duration;

use super::advice::Advice;
use super::failure;
use super::style::{self, paint};
use crate::runner::Outcome;

/// What follows the title: the lab's figures, or the failure with all that is known of it. No line end at the
/// end.
pub(crate) fn verdict(outcome: &Outcome, advice: &Advice) -> String {
    if outcome.verdict.passed() {
        // The lab's own line, with its one word in green.
        let figures = outcome.statistics.passed().replacen("Passed", &paint(style::PASSED, "Passed"), 1);
        let warnings = outcome.warnings.iter().map(|warning| format!("  warning: {warning}"));
        std::iter::once(figures).chain(warnings).collect::<Vec<_>>().join("\n")
    } else {
        failure::block(outcome, advice)
    }
}

/// The last lines of a run: how many passed, on a line of its own that other programs know how to read, and
/// how much virtual time that was in how much real time.
pub(crate) fn summary(passed: usize, failed: usize, virtual_time: Duration, wall: Duration) -> String {
    let style = if failed == 0 { style::PASSED } else { style::FAILED };
    let sum = paint(style, format_args!("{passed} passed, {failed} failed"));
    let times = format!("{:.1} virtual seconds in {}", virtual_time.as_secs_f64(), real(wall));
    format!("{sum}\n{}", paint(style::FAINT, times))
}

/// Real time as people say it: `0.41 ms`, `58 ms`, `3.2 s`.
pub(super) fn real(span: Duration) -> String {
    let seconds = span.as_secs_f64();
    match seconds {
        ..0.01 => format!("{:.2} ms", seconds * 1e3),
        0.01..1.0 => format!("{:.0} ms", seconds * 1e3),
        _ => format!("{seconds:.1} s"),
    }
}

/// As in `1 run` and `2 runs`.
pub(super) fn counted(count: u64, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

/// The seeds, and of a great many only the first.
pub(crate) fn listed(seeds: &[u64]) -> String {
    const SHOWN: usize = 20;
    let mut text: Vec<String> = seeds.iter().take(SHOWN).map(ToString::to_string).collect();
    if seeds.len() > SHOWN {
        text.push(format!("and {} more", seeds.len() - SHOWN));
    }
    text.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_time_has_the_unit_that_fits() {
        assert_eq!(real(Duration::from_micros(412)), "0.41 ms");
        assert_eq!(real(Duration::from_micros(57_600)), "58 ms");
        assert_eq!(real(Duration::from_millis(3210)), "3.2 s");
    }

    #[test]
    fn a_long_list_of_seeds_is_cut() {
        assert_eq!(listed(&[3, 1]), "3, 1");
        let many: Vec<u64> = (0..100).collect();
        assert!(listed(&many).ends_with("18, 19, and 80 more"));
    }
}
