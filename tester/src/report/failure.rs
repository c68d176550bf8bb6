//! The block that tells of one failure: what, when, which rule, and the command that shows it again.

use std::fmt::Write as _;

use super::advice::Advice;
use super::layout::{one_line, wrap};
use super::style::{self, paint};
use crate::runner::{Account, Outcome, Verdict};

/// The width to which a message is broken.
const WIDTH: usize = 100;
/// How many lines of a message are shown. JSON has all of it.
const LINES: usize = 24;
/// How many waiting tasks are shown.
const WAITING: usize = 10;

/// The failure of `outcome`, on several lines without a line end at the end; empty if it passed.
///
/// The last line is always the command that repeats it, as in `replay: cargo lab replay TEST SEED`.
pub(super) fn block(outcome: &Outcome, advice: &Advice) -> String {
    let (Some(class), Some(message)) = (outcome.verdict.class(), outcome.verdict.message()) else {
        return String::new();
    };
    let failed = paint(style::FAILED, "FAILED");
    let mut block = format!("  ... {failed} -- {class}, at {} s", outcome.failed_at());
    let lines: Vec<String> = message.lines().flat_map(|line| wrap(&one_line(line), WIDTH)).collect();
    for line in lines.iter().take(LINES) {
        let _ = write!(block, "\n  {line}");
    }
    if lines.len() > LINES {
        let _ = write!(block, "\n  ({} more lines; --json has them all)", lines.len() - LINES);
    }
    for line in details(outcome, advice) {
        let _ = write!(block, "\n  {}", paint(style::FAINT, line));
    }
    let replay = advice.replay(outcome.test, outcome.seed);
    let _ = write!(block, "\n  {}", paint(style::STRONG, format_args!("replay: {replay}")));
    block
}

/// What was found beside it: by the test, had nobody looked closer, or by an oracle, had it gone on.
fn beside(account: &Account) -> Vec<String> {
    let Some(also) = &account.also else { return Vec::new() };
    let who =
        if account.seen.is_some() { "what the test itself saw later" } else { "an oracle saw before that" };
    wrap(&one_line(&format!("{who} ({}): {}", also.rule, also.message)), WIDTH)
}

/// What helps to understand it: the backtrace of a panic, who waited for what, the rule.
fn details(outcome: &Outcome, advice: &Advice) -> Vec<String> {
    let Some(account) = outcome.verdict.account() else { return Vec::new() };
    let mut lines: Vec<String> =
        account.frames.iter().map(|frame| format!("  in {}", one_line(frame))).collect();
    if !account.waiting.is_empty() {
        lines.push("when the run ended:".to_owned());
        lines.extend(account.waiting.iter().take(WAITING).map(|task| format!("  {}", one_line(task))));
        let more = account.waiting.len().saturating_sub(WAITING);
        if more > 0 {
            lines.push(format!("  and {more} more tasks"));
        }
    }
    lines.extend(beside(account));
    if let Verdict::Broken(_) = outcome.verdict {
        let ours = "this is a mistake in the harness, not in the implementation: please report it";
        lines.push(ours.to_owned());
    }
    lines.extend(advice.on(account));
    lines
}
