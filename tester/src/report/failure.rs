//! The block that tells of one failure: what, when, what it may mean, and the command that shows it again.

use std::fmt::Write as _;

use super::hint::hint;
use super::layout::{one_line, wrap};
use super::style::{self, paint};
use crate::runner::{Outcome, Verdict};

/// The width to which a message is broken.
const WIDTH: usize = 100;
/// How many lines of a message are shown. JSON has all of it.
const LINES: usize = 24;

/// The failure of `outcome`, on several lines without a line end at the end; empty if it passed.
///
/// The last line is always `replay: cargo lab replay TEST SEED`.
pub(super) fn block(outcome: &Outcome) -> String {
    let (Some(class), Some(message)) = (outcome.verdict.class(), outcome.verdict.message()) else {
        return String::new();
    };
    let failed = paint(style::FAILED, "FAILED");
    let mut block = format!("  ... {failed} -- {class}, at {} s", outcome.ended);
    let lines: Vec<String> = message.lines().flat_map(|line| wrap(&one_line(line), WIDTH)).collect();
    for line in lines.iter().take(LINES) {
        let _ = write!(block, "\n  {line}");
    }
    if lines.len() > LINES {
        let _ = write!(block, "\n  ({} more lines; --json has them all)", lines.len() - LINES);
    }
    for line in advice(outcome) {
        let _ = write!(block, "\n  {}", paint(style::FAINT, line));
    }
    let _ =
        write!(block, "\n  {}", paint(style::STRONG, format_args!("replay: {}", outcome.replay_command())));
    block
}

fn advice(outcome: &Outcome) -> Vec<String> {
    if let Verdict::Broken(_) = outcome.verdict {
        return wrap("this is a mistake in the harness, not in the implementation: please report it", WIDTH);
    }
    let Verdict::Failed(failure) = &outcome.verdict else { return Vec::new() };
    hint(failure).map(|hint| wrap(&format!("hint: {hint}"), WIDTH)).unwrap_or_default()
}
