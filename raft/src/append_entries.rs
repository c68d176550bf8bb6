//! Figure 2, `AppendEntries` RPC, receiver implementation (§5.3): a follower checks that the logs agree so
//! far, and takes the entries. The step numbers are the figure's.

use raftapi::prelude::*;

use crate::messages::{AppendEntries, AppendEntriesReply, Entry, Outcome, Position};
use crate::peer::{Peer, State};

impl Peer {
    pub(crate) fn on_append_entries(self: &Rc<Self>, request: AppendEntries) -> AppendEntriesReply {
        let state = &mut *self.state.lock();
        state.observe_term(request.term);
        let outcome = state.take_entries(request);
        // What the leader is told it may count on must survive a crash.
        state.save();
        self.apply_committed(state);
        AppendEntriesReply { term: state.current_term, outcome }
    }
}

impl State {
    fn take_entries(&mut self, request: AppendEntries) -> Outcome {
        // 1. The sender no longer leads. It is no sign of life either.
        if request.term < self.current_term {
            return Outcome::StaleTerm;
        }
        self.accept_leader();
        // 2. An entry is taken only behind the same entry as in the leader's log: by induction the logs are
        // then the same all the way. Heartbeats pass the same check, as they too move the commit index.
        if !self.agrees_at(request.prev_log) {
            return Outcome::Mismatch(self.log.hint_for(request.prev_log));
        }
        let last_new_index = request.last_new_index();
        // 3. and 4.
        self.merge(request.prev_log.index + 1, request.entries);
        // 5. Not further than the last entry that this message vouches for: behind it, this log may hold
        // leftovers.
        self.commit_up_to(request.leader_commit.min(last_new_index));
        Outcome::Accepted
    }

    /// Whether this log is the leader's up to `position`. What the snapshot covers is committed: every leader
    /// has it.
    fn agrees_at(&self, position: Position) -> bool {
        position.index <= self.log.start().index || self.log.contains(position)
    }

    /// "If an existing entry conflicts with a new one, delete the existing entry and all that follow it", and
    /// only then.
    ///
    /// Messages overtake each other. One that brings less than the log already holds is an old one, not an
    /// order to forget the rest: the leader may have counted the rest as replicated.
    fn merge(&mut self, first_index: u64, entries: Vec<Entry>) {
        for (index, entry) in (first_index..).zip(entries) {
            if self.agrees_at(Position { index, term: entry.term }) {
                continue;
            }
            if index <= self.log.last_index() {
                tracing::debug!("drops its log from index {index} on, which conflicts with the leader's");
                self.log.truncate_from(index);
            }
            self.log.append(entry);
            self.unsaved = true;
        }
    }
}
