//! Figure 2, persistent state: saved before anybody is answered, restored at a start.

use raftapi::prelude::*;

use super::State;
use super::log::Log;
use super::messages::Place;
use crate::bugs::Bug;

/// What is saved, followed by the log's entries.
#[derive(Default, Serialize, Deserialize)]
struct Header {
    term: u64,
    voted_for: Option<usize>,
    start: Place,
}

const OWN_STATE: &str = "the persister holds what a peer of this kind saved";

impl State {
    pub(crate) fn save(&mut self) {
        if !std::mem::take(&mut self.dirty) {
            return;
        }
        let header = Header {
            // "The term comes back with the first message."
            term: if self.has(Bug::NoPersistTerm) { 0 } else { self.term },
            // "A vote is over when the election is."
            voted_for: self.voted_for.filter(|_| !self.has(Bug::NoPersistVote)),
            start: self.log.start(),
        };
        let mut state = Vec::new();
        labgob::encode_to(&mut state, &header).expect("numbers can be encoded");
        state.extend_from_slice(self.log.encoded());
        // "The snapshot has been saved before": the one before this one.
        let snapshot =
            if self.has(Bug::SnapshotNotSaved) { self.persister.snapshot() } else { self.snapshot.clone() };
        self.persister.save(state, snapshot);
    }

    pub(crate) fn restore(bug: Option<Bug>, me: usize, cluster: usize, persister: Persister) -> Self {
        let mut saved = labgob::Decoder::new(persister.state());
        let header: Header =
            if saved.remaining() == 0 { Header::default() } else { saved.take().expect(OWN_STATE) };
        let mut log = Log::new(header.start, []);
        while saved.remaining() > 0 {
            log.push(saved.take().expect(OWN_STATE));
        }
        let mut state = Self {
            bug,
            me,
            term: header.term,
            voted_for: header.voted_for,
            log,
            snapshot: persister.snapshot(),
            role: Role::Follower,
            election_due: sim::now(),
            votes: 0,
            commit_index: header.start.index,
            last_applied: header.start.index,
            next_index: vec![1; cluster],
            match_index: vec![0; cluster],
            is_flush_due: false,
            dirty: false,
            persister,
        };
        state.reset_election_timer();
        state
    }
}
