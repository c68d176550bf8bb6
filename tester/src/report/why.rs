//! When a failure was decided: the curve of its chance, and the event at which it jumps.

use serde_json::{Value, json};

use super::style::{self, paint};
use crate::hunt::Interval;
use crate::runner::Outcome;
use crate::why::{Conclusion, Found, Glance, Jump, Point, Scene};

/// Cells of the bar that is full where every run fails.
const BAR: usize = 24;

/// How many events are shown before and after the one that decided.
const NEIGHBOURS: (usize, usize) = (5, 3);

/// Eighths of a cell.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// What was found, for people.
pub(crate) fn why(found: &Found, scene: &Scene) -> String {
    let mut lines = vec![paint(
        style::STRONG,
        format_args!("{:>8}  {:>10}  {:<BAR$}  {:>9}  {}", "kept", "up to", "", "fail", "95 in 100"),
    )];
    let jump = jump(found);
    for point in found.curve.points() {
        let row = row(point, scene);
        let is_edge = jump.is_some_and(|jump| [jump.before, jump.after].contains(point));
        lines.push(if is_edge { paint(style::WARNING, row) } else { row });
    }
    lines.push(String::new());
    lines.extend(conclusion(found, scene));
    lines.join("\n")
}

/// The step of the curve that was looked at most closely.
fn jump(found: &Found) -> Option<Jump> {
    match found.conclusion {
        Conclusion::Decided(jump) | Conclusion::Gradual(jump) => Some(jump),
        Conclusion::Always(_) | Conclusion::NotAgain(_) | Conclusion::Interrupted => None,
    }
}

fn row(point: &Point, scene: &Scene) -> String {
    let Point { kept, failed, runs } = *point;
    let at = scene.time_after(kept).to_string();
    let share = format!("{failed}/{runs}");
    format!("{kept:>8}  {at:>10}  {:<BAR$}  {share:>9}  {}", bar(point.share()), range(point.interval()))
}

/// A bar of this share of its cells.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is from 0 to 1")]
#[expect(clippy::cast_precision_loss, reason = "a bar has few cells")]
fn bar(share: f64) -> String {
    let eighths = (share * (BAR * 8) as f64).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// As in `8-22 %`.
fn range(Interval { low, high }: Interval) -> String {
    format!("{:.0}-{:.0} %", low * 100.0, high * 100.0)
}

/// What the curve says, in words.
fn conclusion(found: &Found, scene: &Scene) -> Vec<String> {
    match &found.conclusion {
        Conclusion::Decided(jump) => {
            let heading = paint(style::STRONG, format_args!("decided by {}", place(jump, scene)));
            told(heading, jump, scene)
        }
        Conclusion::Gradual(jump) => {
            let heading = format!(
                "{}\nthe largest step is that of {}",
                paint(style::STRONG, "no single event decided it: the chance to fail grows bit by bit"),
                place(jump, scene)
            );
            told(heading, jump, scene)
        }
        Conclusion::Always(point) => vec![
            paint(style::STRONG, "nothing in this run decided it"),
            format!(
                "with everything redrawn from the beginning on, {} of {} runs fail in the same way\n\
                 ({}, {}): the bug shows under nearly any schedule",
                point.failed,
                point.runs,
                percent(point.share()),
                range(point.interval())
            ),
        ],
        Conclusion::NotAgain(point) => vec![
            paint(style::WARNING, "with all its events kept, the run does not fail again"),
            format!(
                "none of {} runs: is something in it left to chance that no seed decides? `check` shows it",
                point.runs
            ),
        ],
        Conclusion::Interrupted => vec![paint(style::WARNING, "interrupted before it was found")],
    }
}

fn place(jump: &Jump, scene: &Scene) -> String {
    let id = jump.before.kept;
    scene.event(id).map_or_else(
        || format!("event {id}"),
        |event| format!("event {id}, at {} s, on {}", event.at, event.who()),
    )
}

/// The jump, with the events around it.
fn told(heading: String, jump: &Jump, scene: &Scene) -> Vec<String> {
    let id = jump.before.kept;
    let mut lines = vec![heading, chances(jump)];
    let (before, after) = NEIGHBOURS;
    for event in scene.around(id, before, after) {
        lines.push(if event.id == id {
            paint(style::WARNING, format_args!("> {event}"))
        } else {
            format!("  {event}")
        });
    }
    lines.extend(fate(id, scene));
    lines
}

fn chances(jump: &Jump) -> String {
    let told = |point: &Point| format!("{} ({})", percent(point.share()), range(point.interval()));
    let (before, after) = (told(&jump.before), told(&jump.after));
    format!("the chance to fail goes from {before} before it to {after} with it")
}

/// What was drawn for a message whose sending decided.
fn fate(id: u64, scene: &Scene) -> Option<String> {
    let Glance { id, at, text, .. } = scene.fate(id)?;
    Some(format!("what becomes of this message was drawn as it set out: event {id}, at {at} s: {text}"))
}

/// The sentence that a mark on the timeline says.
pub(crate) fn why_mark(found: &Found) -> Option<(u64, String)> {
    match &found.conclusion {
        Conclusion::Decided(jump) => Some((jump.before.kept, chances(jump))),
        _ => None,
    }
}

/// What was found, for programs.
pub(crate) fn json_of_why(found: &Found, outcome: &Outcome, scene: &Scene) -> String {
    let point = |point: &Point| {
        let Point { kept, failed, runs } = point;
        let Interval { low, high } = point.interval();
        json!({"kept": kept, "failed": failed, "runs": runs, "low": low, "high": high})
    };
    let conclusion = match &found.conclusion {
        Conclusion::Decided(_) => "decided",
        Conclusion::Gradual(_) => "gradual",
        Conclusion::Always(_) => "always",
        Conclusion::NotAgain(_) => "not-again",
        Conclusion::Interrupted => "interrupted",
    };
    let event = jump(found).map_or(Value::Null, |jump| {
        let id = jump.before.kept;
        let event = scene.event(id);
        json!({
            "event": id,
            "at": event.map(|event| event.at.as_nanos()),
            "node": event.and_then(|event| event.node),
            "text": event.map(|event| &event.text),
            "before": point(&jump.before),
            "after": point(&jump.after),
        })
    });
    let account = outcome.verdict.account();
    json!({
        "test": outcome.test.name,
        "seed": outcome.seed,
        "rule": account.map(|account| &account.rule),
        "conclusion": conclusion,
        "step": event,
        "curve": found.curve.points().map(point).collect::<Vec<_>>(),
    })
    .to_string()
}
