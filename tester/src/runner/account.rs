//! A failure as plain data: what reports print and processes pass on.

use std::panic::Location;

use raftapi::Unwritten;
use serde::{Deserialize, Serialize};
use sim::{Instant, Stop, Waiting};

use super::outcome::nanos;
use crate::failure::{Class, Failure, Outside, Violation};
use crate::ours::is_ours;
use crate::rules::{self, Card};

/// How many frames of a panic's backtrace are kept.
const FRAMES: usize = 12;
/// How many waiting tasks are listed.
const TASKS: usize = 40;
/// The longest name of a function in it, in bytes: types can have names without end.
const FRAME: usize = 1 << 10;
/// The longest message, in bytes: a panic's can be as long as memory.
const MESSAGE: usize = 16 << 10;

/// All that is known of a failure, in words and numbers: it can go to another thread, into a file or to
/// another process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// How grave it is.
    pub class: Class,
    /// The short constant name of the rule that was broken, such as `one-leader-per-term`.
    pub rule: String,
    /// Where in the run an oracle saw it broken; the run went on after that.
    pub seen: Option<Seen>,
    /// The place in the source where it happened, where there is one: of a panic, the line; of a task that
    /// hangs, the line that spawned it.
    pub place: Option<String>,
    /// One sentence, with the evidence.
    pub message: String,
    /// The peers that the evidence names, lowest first.
    pub peers: Vec<usize>,
    /// The log index that the evidence names, if it is about one.
    pub index: Option<u64>,
    /// The rule whose card explains it, where that is another than `rule`.
    pub card: Option<String>,
    /// Of a panic: the implementation's functions that were running, the innermost first.
    pub frames: Vec<String>,
    /// What the peers' tasks were waiting for when the run ended, unless it was time.
    pub waiting: Vec<String>,
    /// What else was found in the same run: where an oracle saw this, what the test alone would have said;
    /// and where the test did, the rule that an oracle had seen broken before that, and that is less grave.
    pub also: Option<Also>,
}

/// The moment at which an oracle saw a rule broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The number of the event.
    pub event: u64,
    /// When that was.
    #[serde(with = "nanos")]
    pub at: Instant,
}

/// What was found beside a failure in the same run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Also {
    /// The rule that was broken.
    pub rule: String,
    /// How grave it is.
    pub class: Class,
    /// One sentence, with the evidence.
    pub message: String,
}

impl From<&Failure> for Also {
    fn from(failure: &Failure) -> Self {
        Self {
            rule: failure.rule().to_owned(),
            class: failure.class(),
            message: brief(failure.to_string(), MESSAGE),
        }
    }
}

impl Account {
    /// The rule that only the harness can break.
    pub(crate) const OF_OUR_OWN: &'static str = "sound-harness";

    /// The account of a failure that was found inside the simulation, which ended with these tasks waiting.
    pub(super) fn of(failure: &Failure, waiting: &[Waiting]) -> Self {
        let stop = match failure {
            Failure::Stopped(stop) => Some(stop),
            _ => None,
        };
        Self {
            class: failure.class(),
            rule: failure.rule().to_owned(),
            seen: None,
            place: stop.and_then(place),
            message: brief(failure.to_string(), MESSAGE),
            peers: failure.peers(),
            index: failure.index(),
            card: failure.other_card().map(str::to_owned),
            frames: stop.map(frames).unwrap_or_default(),
            waiting: waiting_in(failure, waiting),
            also: None,
        }
    }

    /// The account of a rule that the oracles saw broken.
    pub(super) fn of_violation(violation: Violation) -> Self {
        let seen = Seen { event: violation.event, at: violation.at };
        Self { seen: Some(seen), ..Self::of(&Failure::Rule(violation), &[]) }
    }

    /// The same, and what was found beside it.
    pub(super) fn and(self, other: &Failure) -> Self {
        Self { also: Some(Also::from(other)), ..self }
    }

    /// The account of a mistake of the harness's own.
    pub(super) fn of_our_own(message: String) -> Self {
        Self {
            class: Class::Panic,
            rule: Self::OF_OUR_OWN.to_owned(),
            seen: None,
            place: None,
            message: brief(message, MESSAGE),
            peers: Vec::new(),
            index: None,
            card: None,
            frames: Vec::new(),
            waiting: Vec::new(),
            also: None,
        }
    }

    /// Whether an oracle saw a rule broken, be it this one or the one beside it.
    pub const fn is_seen_by_oracle(&self) -> bool {
        self.seen.is_some() || self.also.is_some()
    }

    /// Whether the test failed by itself, without anybody who looks for broken rules or runs it twice.
    pub const fn is_seen_by_test(&self) -> bool {
        match self.seen {
            Some(_) => self.also.is_some(),
            None => !matches!(self.class, Class::Nondeterminism),
        }
    }

    /// The card that explains the failure; `None` for a mistake of the harness's own.
    pub fn card(&self) -> Option<&'static Card> {
        rules::card(self.card.as_deref().unwrap_or(&self.rule))
    }
}

/// The account of a failure that was seen from outside.
impl From<&Outside> for Account {
    fn from(outside: &Outside) -> Self {
        Self {
            class: outside.class(),
            rule: outside.rule().to_owned(),
            seen: None,
            place: outside.place(),
            message: outside.to_string(),
            peers: outside.peer().into_iter().collect(),
            index: None,
            card: None,
            frames: Vec::new(),
            waiting: Vec::new(),
            also: None,
        }
    }
}

/// A message that somebody can read, and that fits into memory wherever it goes.
fn brief(message: String, most: usize) -> String {
    if message.len() <= most {
        return message;
    }
    let (kept, rest) = message.split_at(message.floor_char_boundary(most));
    format!("{kept}... ({} more bytes)", rest.len())
}

/// As in `peer 1 (task spawned at ...) waits for ..., since 2.110000 s, and 11 more like it`: tasks that wait
/// for the same, the one that has waited the longest first.
fn waiting_alike(tasks: &[&Waiting]) -> String {
    let [first, rest @ ..] = tasks else { return String::new() };
    let told = format!("{first}, since {} s", first.since);
    if rest.is_empty() { told } else { format!("{told}, and {} more like it", rest.len()) }
}

fn place(stop: &Stop) -> Option<String> {
    // Where the harness spawned something tells nothing of the implementation.
    let theirs = |site: &&Location<'_>| !is_ours(site.file());
    let spawned = || {
        let site = stop.place()?.spawned.filter(theirs)?;
        Some(format!("{}:{}", site.file(), site.line()))
    };
    match stop {
        Stop::Panic { location, .. } => location.clone().or_else(spawned),
        Stop::Aborted { error, .. } => match error.downcast_ref::<Unwritten>() {
            Some(hole) => Some(hole.place()),
            None => spawned(),
        },
        Stop::Deadlock { waiting, .. } => {
            let task = waiting.iter().find(|task| task.node.is_some())?;
            Some(format!("{}:{}", task.spawned.file(), task.spawned.line()))
        }
        _ => spawned(),
    }
}

fn frames(stop: &Stop) -> Vec<String> {
    let Stop::Panic { frames, .. } = stop else { return Vec::new() };
    frames
        .iter()
        .filter(|frame| is_theirs(frame))
        .take(FRAMES)
        .map(|frame| brief(told(frame), FRAME))
        .collect()
}

/// As in `raft::vote (raft/src/vote.rs:41)`.
fn told(frame: &sim::Frame) -> String {
    let sim::Frame { function, file, line } = frame;
    match (file, line) {
        (Some(file), Some(line)) => format!("{} ({file}:{line})", named(function)),
        _ => named(function).to_owned(),
    }
}

/// The function's name, without what the compiler adds: where a function was inlined, nothing is left of the
/// path but the last piece.
fn named(function: &str) -> &str {
    let is = |kind: &str| function.starts_with('{') && function.contains(kind);
    if is("async_fn") {
        "an async fn"
    } else if is("async_block") {
        "an async block"
    } else if is("closure") {
        "a closure"
    } else if function.starts_with('<') {
        function
    } else {
        function.split('<').next().unwrap_or(function)
    }
}

/// Whether the frame is of code that the reader has written.
fn is_theirs(frame: &sim::Frame) -> bool {
    let elsewhere = ["/rustc/", "/rustlib/", "/registry/src/", "/git/checkouts/"];
    let is_elsewhere = |file: &String| elsewhere.iter().any(|part| file.contains(part));
    frame.file.as_ref().is_some_and(|file| !is_ours(file) && !is_elsewhere(file))
}

/// The tasks of peers that wait for something other than time. A deadlock's own sentence lists them already,
/// and what a broken rule of Raft left waiting is of no interest.
fn waiting_in(failure: &Failure, waiting: &[Waiting]) -> Vec<String> {
    let is_told = matches!(failure, Failure::Stopped(Stop::Deadlock { .. }));
    if is_told || !matches!(failure.class(), Class::Hang | Class::Liveness) {
        return Vec::new();
    }
    let is_stuck = |task: &&Waiting| {
        let is_theirs = task.node.is_some() && !is_ours(task.spawned.file());
        is_theirs && !task.awaits.is_some_and(|awaited| awaited.is_time())
    };
    let mut stuck: Vec<&Waiting> = waiting.iter().filter(is_stuck).collect();
    stuck.sort_by_key(|task| (task.node, task.spawned.file(), task.spawned.line(), task.since));
    let alike = stuck.chunk_by(|one, other| one.to_string() == other.to_string());
    alike.take(TASKS).map(|tasks| brief(waiting_alike(tasks), FRAME)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_without_end_is_cut() {
        assert_eq!(brief("short".into(), MESSAGE), "short");
        let long = brief("\u{20ac}".repeat(MESSAGE), MESSAGE);
        let (kept, note) = long.split_at(MESSAGE - MESSAGE % 3);
        assert!(kept.chars().all(|c| c == '\u{20ac}'));
        assert_eq!(note, format!("... ({} more bytes)", 3 * MESSAGE - kept.len()));
    }
}
