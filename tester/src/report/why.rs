//! When a failure was decided: the curve of its chance, and the step at which it jumps.

use serde_json::json;
use timeline::record::Mark;

use super::style::{self, paint};
use crate::hunt::Interval;
use crate::runner::Outcome;
use crate::why::{Conclusion, FEWEST, Found, Glance, Jump, Point, Scene};

/// Cells of the bar that is full where every run fails.
const BAR: usize = 24;

/// How many events are shown before and after the step that decided.
const NEIGHBOURS: (usize, usize) = (5, 3);

/// The same for others that were steps on the way.
const OF_OTHERS: (usize, usize) = (0, 2);

/// Eighths of a cell.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// What was found, for people.
pub(crate) fn why(found: &Found, scene: &Scene) -> String {
    let mut lines = vec![paint(
        style::STRONG,
        format_args!("{:>8}  {:>10}  {:<BAR$}  {:>9}  {}", "kept", "up to", "", "fail", "95 in 100"),
    )];
    let steps = steps(found);
    for point in found.curve.points() {
        let row = row(point, scene);
        let is_edge = steps.iter().any(|jump| [jump.before, jump.after].contains(point));
        lines.push(if is_edge { paint(style::WARNING, row) } else { row });
    }
    if let Some(point) = &found.other_plans {
        lines.push(format!("{:>20}  {}", "with other plans", cells(point)));
    }
    lines.extend(aside(found));
    lines.push(String::new());
    lines.extend(conclusion(found, scene));
    lines.join("\n")
}

/// The steps of the curve that were found.
fn steps(found: &Found) -> &[Jump] {
    match &found.conclusion {
        Conclusion::Decided { steps, .. } => steps,
        Conclusion::Gradual(jump) => jump.as_slice(),
        Conclusion::Always(_) | Conclusion::TooFew | Conclusion::NotAgain(_) | Conclusion::Interrupted => &[],
    }
}

fn row(point: &Point, scene: &Scene) -> String {
    let (kept, at) = (point.kept, scene.time_after(point.kept).to_string());
    format!("{kept:>8}  {at:>10}  {}", cells(point))
}

/// What was measured, as the last columns of a row.
fn cells(point: &Point) -> String {
    let share = format!("{}/{}", point.failed, point.runs);
    format!("{:<BAR$}  {share:>9}  {}", bar(point.share()), range(point.interval()))
}

/// How many runs could not be counted, if there were any.
fn aside(found: &Found) -> Option<String> {
    let runs: u64 = found.curve.points().chain(&found.other_plans).map(|point| point.aside).sum();
    let warning =
        format!("{runs} more runs were given up or died: nobody knows what they would have come to");
    (runs > 0).then(|| paint(style::WARNING, warning))
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
        Conclusion::Decided { by, steps } => {
            let heading = paint(style::STRONG, format_args!("decided {}", place(by, scene)));
            let mut lines = told(heading, by, scene);
            lines.extend(others(by, steps, scene));
            lines
        }
        Conclusion::Gradual(jump) => {
            let heading =
                paint(style::STRONG, "no single event decided it: the chance to fail grows bit by bit");
            let Some(jump) = jump else { return vec![heading] };
            told(format!("{heading}\nthe largest step that was met is {}", place(jump, scene)), jump, scene)
        }
        Conclusion::TooFew => vec![
            paint(
                style::WARNING,
                "with so few runs at each place, a step cannot be told from the luck of the draw",
            ),
            format!("--redraws {FEWEST} is the least that can; the default is 100"),
        ],
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
            paint(style::WARNING, "with all its events kept, the run does not always fail again"),
            format!(
                "{} of {} runs: is something in it left to chance that no seed decides? `check` shows it",
                point.failed, point.runs
            ),
        ],
        Conclusion::Interrupted => vec![paint(style::WARNING, "interrupted before it was found")],
    }
}

/// From where to where: what was drawn in between is what one point has and the other has not.
fn place(jump: &Jump, scene: &Scene) -> String {
    let id = jump.before.kept;
    let from = id.checked_sub(1).map_or_else(|| "the beginning".to_owned(), |last| format!("event {last}"));
    let to = scene.step(id).last().map_or(id, |last| last.id);
    let at = scene.event(id).map(|event| format!(", at {} s, on {}", event.at, event.who()));
    format!("between {from} and the end of event {to}{}", at.unwrap_or_default())
}

/// The jump, with the events around it.
fn told(heading: String, jump: &Jump, scene: &Scene) -> Vec<String> {
    let mut lines = vec![heading, chances(jump)];
    lines.extend(events(jump.before.kept, NEIGHBOURS, scene));
    lines
}

/// The step that begins with the event, with what became of its messages, among so many events before it and
/// after it.
fn events(id: u64, (before, after): (usize, usize), scene: &Scene) -> Vec<String> {
    let step = scene.step(id);
    let mut lines = Vec::new();
    for event in scene.around(id, before, after) {
        if step.contains(event) {
            lines.push(paint(style::WARNING, format_args!("> {event}")));
            lines.extend(fate(event.id, scene));
        } else {
            lines.push(format!("  {event}"));
        }
    }
    lines
}

fn chances(jump: &Jump) -> String {
    let told = |point: &Point| format!("{} ({})", percent(point.share()), range(point.interval()));
    let (before, after) = (told(&jump.before), told(&jump.after));
    format!("the chance to fail goes from {before} before it to {after} with it")
}

/// What was drawn for a message as it set out.
fn fate(id: u64, scene: &Scene) -> Option<String> {
    let Glance { id, at, text, .. } = scene.fate(id)?;
    Some(format!("             as was drawn here: event {id}, at {at} s: {text}"))
}

/// The other steps on the way.
fn others(by: &Jump, steps: &[Jump], scene: &Scene) -> Vec<String> {
    let mut lines = Vec::new();
    for step in steps.iter().filter(|step| *step != by) {
        let (before, after) = (percent(step.before.share()), percent(step.after.share()));
        lines.push(paint(
            style::STRONG,
            format_args!("another step, {}, from {before} to {after}:", place(step, scene)),
        ));
        lines.extend(events(step.before.kept, OF_OTHERS, scene));
    }
    lines
}

/// The events to be marked on the timeline: a word and a sentence for each.
pub(crate) fn why_marks(found: &Found) -> Vec<Mark> {
    let Conclusion::Decided { by, steps } = &found.conclusion else { return Vec::new() };
    let label = |jump: &Jump| if jump == by { "decided" } else { "a step" }.to_owned();
    steps
        .iter()
        .map(|jump| Mark { event: jump.before.kept, label: label(jump), text: chances(jump) })
        .collect()
}

/// What was found, for programs.
pub(crate) fn json_of_why(found: &Found, outcome: &Outcome, scene: &Scene) -> String {
    let point = |point: &Point| {
        let Point { kept, failed, runs, aside } = point;
        let Interval { low, high } = point.interval();
        json!({"kept": kept, "failed": failed, "runs": runs, "aside": aside, "low": low, "high": high})
    };
    let conclusion = match &found.conclusion {
        Conclusion::Decided { .. } => "decided",
        Conclusion::Gradual(_) => "gradual",
        Conclusion::Always(_) => "always",
        Conclusion::TooFew => "too-few",
        Conclusion::NotAgain(_) => "not-again",
        Conclusion::Interrupted => "interrupted",
    };
    let step = |jump: &Jump| {
        let id = jump.before.kept;
        let event = scene.event(id);
        json!({
            "event": id,
            "last": scene.step(id).last().map_or(id, |last| last.id),
            "at": event.map(|event| event.at.as_nanos()),
            "node": event.and_then(|event| event.node),
            "text": event.map(|event| &event.text),
            "before": point(&jump.before),
            "after": point(&jump.after),
        })
    };
    let decided = match &found.conclusion {
        Conclusion::Decided { by, .. } => Some(by.before.kept),
        _ => None,
    };
    let account = outcome.verdict.account();
    json!({
        "test": outcome.test.name,
        "seed": outcome.seed,
        "rule": account.map(|account| &account.rule),
        "conclusion": conclusion,
        "decided": decided,
        "steps": steps(found).iter().map(step).collect::<Vec<_>>(),
        "other_plans": found.other_plans.as_ref().map(point),
        "curve": found.curve.points().map(point).collect::<Vec<_>>(),
    })
    .to_string()
}
