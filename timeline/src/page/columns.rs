//! The form in which the page's script gets a chunk of a run.

use serde::Serialize;
use serde_json::Value;

use crate::record::{Line, State};

/// What has to be known of a chunk's events before anything can be drawn: one value for each event in each
/// column, and -1 where there is none.
#[derive(Default, Serialize)]
pub(super) struct Columns {
    /// The texts that this chunk is the first to use. Their numbers go on from chunk to chunk.
    pub(super) words: Vec<String>,
    /// Each event's id, less the id of the event before it.
    pub(super) id: Vec<u64>,
    /// Each event's time in nanoseconds, less the time of the event before it.
    pub(super) at: Vec<u64>,
    /// The peer.
    pub(super) node: Vec<i64>,
    /// The kind, as a word's number.
    pub(super) kind: Vec<usize>,
    /// The term.
    pub(super) term: Vec<i64>,
    /// A message's number.
    pub(super) call: Vec<i64>,
    /// The other end of a message.
    pub(super) peer: Vec<i64>,
    /// A message's method, as a word's number.
    pub(super) method: Vec<i64>,
    /// How much: the entries in a request, whether an answer was still awaited, an index; of a loss, the word
    /// that says why.
    pub(super) load: Vec<i64>,
    /// How many parents each event has.
    pub(super) family: Vec<usize>,
    /// How far before the event each of them is, by id.
    pub(super) parents: Vec<u64>,
    /// The rare events, with all that is known of them: the event's place in the chunk, its data and its
    /// text.
    pub(super) facts: Vec<(usize, Value, String)>,
    /// What has changed of peers.
    pub(super) states: Vec<State>,
    /// What peers logged.
    pub(super) lines: Vec<Line>,
}

/// What is looked up of an event when somebody asks for it: its text, its data, and its task's place.
#[derive(Serialize)]
pub(super) struct Detail(pub(super) String, pub(super) Value, pub(super) Option<String>);
