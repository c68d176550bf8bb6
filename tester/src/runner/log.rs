//! The events of a run as plain data.

use serde::{Deserialize, Serialize};
use sim::{Event, Instant};

use super::outcome::nanos;

/// The longest text of an event, in bytes: a note can be as long as memory, and whoever compares two runs
/// keeps all events of one.
const TEXT: usize = 10_000;

/// One event of a recorded run, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEvent {
    /// The position in the run, from 0 on.
    pub id: u64,
    /// When it happened.
    #[serde(with = "nanos")]
    pub at: Instant,
    /// The peer where it happened; `None` for the test script.
    pub node: Option<usize>,
    /// The term that the peer was in, as far as it was known.
    pub term: Option<u64>,
    /// What kind of event it is.
    pub kind: String,
    /// What happened; of a very long text, the beginning.
    pub text: String,
    /// Where the task was spawned that was running; `None` outside tasks.
    pub task: Option<String>,
    /// The digest of this event alone, which also covers what the text leaves out.
    pub digest: u64,
}

impl From<&Event> for LogEvent {
    fn from(event: &Event) -> Self {
        Self {
            id: event.id,
            at: event.at,
            node: event.node.map(sim::NodeId::index),
            term: None,
            kind: event.fact.kind().to_owned(),
            text: cut(event.fact.to_string()),
            task: event.task.map(|site| format!("{}:{}", site.file(), site.line())),
            digest: event.digest(),
        }
    }
}

/// The text, or its beginning.
fn cut(mut text: String) -> String {
    if text.len() > TEXT {
        text.truncate(text.floor_char_boundary(TEXT));
        text.push('…');
        text.shrink_to_fit();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_texts_are_cut() {
        assert_eq!(cut("ü".repeat(5000)), "ü".repeat(5000));
        assert_eq!(cut("ü".repeat(9_999_999)), format!("{}…", "ü".repeat(5000)));
    }
}
