//! The records of a trace: one line of JSON each.
//!
//! A trace begins with a [`Header`], ends with an [`End`], and has [`Event`]s, [`State`]s and [`Line`]s in
//! between, in the order in which they happened. Times are virtual nanoseconds from the start of the run on.

mod header;
mod state;
mod what;

use serde::{Deserialize, Serialize};

pub use header::{Build, End, Header, Mark, Verdict};
pub use state::{Entry, LogChange, Role, Snapshot, State};
pub use what::What;

/// The version of the format that this crate writes, and the only one that it reads.
pub const VERSION: u32 = 1;

/// What the header's `format` says.
pub const FORMAT: &str = "raftlab-trace";

/// One line of a trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Record {
    /// The first line: which run it is, and what came of it.
    Header(Box<Header>),
    /// Something happened.
    Event(Event),
    /// What a peer shows of its inside has changed.
    State(State),
    /// A line that the implementation logged.
    Log(Line),
    /// The last line. A trace without it is cut off.
    End(End),
}

/// Something that happened, at one moment, to one peer or in the test's script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The position in the run, from 0 on: the same number in every report about this run.
    pub id: u64,
    /// When it happened.
    pub at: u64,
    /// The peer where it happened; none for the test's script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<usize>,
    /// The term that the peer was in before the step: an election shows in the `role` event that ends its
    /// step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<u64>,
    /// The events that it can have come of directly: the one before it at the same place, and what it
    /// answers, delivers or undoes. All have smaller ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<u64>,
    /// In words, for people.
    pub text: String,
    /// Where the task was spawned that was running, as in `src/raft.rs:41`; none outside tasks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// A line that the implementation logged with `tracing`. It is no event: it has no id, and no part in the
/// digest of the run, since what is logged depends on filters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The last event before it.
    pub after: u64,
    /// When it was logged.
    pub at: u64,
    /// The peer that logged it; none for the test's script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<usize>,
    /// The term that the peer was in before the step: an election shows in the `role` event that ends its
    /// step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<u64>,
    /// `error`, `warn`, `info`, `debug` or `trace`.
    pub level: String,
    /// The module or other target that logged it.
    pub target: String,
    /// The message with its fields, in words.
    pub text: String,
}
