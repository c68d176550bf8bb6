//! Figure 2, persistent state on all servers: "updated on stable storage before responding to RPCs".
//!
//! # What the bytes are
//!
//! A [`Header`], then the encodings of the log's entries up to the end, all by `labgob`. The snapshot is
//! saved beside them.
//!
//! # Why it is fast
//!
//! The persister takes the whole state at each save, and a log of hundreds of entries may be saved for each
//! new one. So the log keeps the encodings of its entries at hand, in one piece: a save encodes a few numbers
//! and copies that piece.

use raftapi::prelude::*;

use crate::log::Log;
use crate::messages::{Entry, Position};
use crate::peer::State;
use crate::roles::Role;

/// What is saved before the entries.
#[derive(Default, Serialize, Deserialize)]
struct Header {
    current_term: u64,
    voted_for: Option<usize>,
    /// Where the log starts. The snapshot ends there.
    start: Position,
}

/// Room for an encoded header: three numbers of at most nine bytes, and an optional one.
const HEADER_ROOM: usize = 40;

impl State {
    /// Saves the persistent state if any of it has changed.
    pub(crate) fn save(&mut self) {
        if !std::mem::take(&mut self.unsaved) {
            return;
        }
        let header =
            Header { current_term: self.current_term, voted_for: self.voted_for, start: self.log.start() };
        let mut state = Vec::with_capacity(HEADER_ROOM + self.log.encoded().len());
        labgob::encode_to(&mut state, &header).expect("a few numbers can be encoded");
        state.extend_from_slice(self.log.encoded());
        self.persister.save(state, self.snapshot.clone());
    }

    /// The state of a peer that starts, from what it saved in its last life; term 0 and an empty log in its
    /// first.
    ///
    /// Nothing else is restored. What was committed, the leader will say; and the service has loaded the
    /// snapshot by itself.
    pub(crate) fn restore(me: usize, cluster_size: usize, persister: Persister) -> Self {
        let (header, log) = decode(persister.state());
        let mut state = Self {
            me,
            cluster_size,
            current_term: header.current_term,
            voted_for: header.voted_for,
            snapshot: persister.snapshot(),
            commit_index: log.start().index,
            last_applied: log.start().index,
            log,
            role: Role::Follower,
            election_deadline: sim::now(),
            applying: false,
            unsaved: false,
            persister,
        };
        state.restart_election_timer();
        state
    }
}

fn decode(saved: Bytes) -> (Header, Log) {
    if saved.is_empty() {
        return (Header::default(), Log::starting_at(Position::default()));
    }
    let mut decoder = labgob::Decoder::new(saved);
    let header: Header = decoder.take().expect(OWN_STATE);
    let mut log = Log::starting_at(header.start);
    while decoder.remaining() > 0 {
        log.append(decoder.take().expect(OWN_STATE));
    }
    (header, log)
}

const OWN_STATE: &str = "the persister holds what a peer of this kind saved";

/// The encodings of a sequence of entries, one after the other.
#[derive(Default)]
pub(crate) struct EncodedEntries {
    bytes: Vec<u8>,
    /// Where each entry ends in `bytes`.
    ends: Vec<usize>,
}

impl EncodedEntries {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn push(&mut self, entry: &Entry) {
        labgob::encode_to(&mut self.bytes, entry).expect("a number and a byte string can be encoded");
        self.ends.push(self.bytes.len());
    }

    /// Keeps the first `count` entries.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.bytes.truncate(self.end_of_first(count));
        self.ends.truncate(count);
    }

    /// Drops the first `count` entries.
    pub(crate) fn drop_front(&mut self, count: usize) {
        let gone = self.end_of_first(count);
        self.bytes.drain(..gone);
        self.ends.drain(..count);
        for end in &mut self.ends {
            *end -= gone;
        }
    }

    fn end_of_first(&self, count: usize) -> usize {
        count.checked_sub(1).map_or(0, |last| self.ends[last])
    }
}
