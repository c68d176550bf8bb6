//! §5.3, the follower's side: checks that the logs agree so far, and takes the entries.

use raftapi::prelude::*;

use super::messages::{AppendEntries, Appended, Entry};
use super::{Peer, State};
use crate::bugs::Bug;

impl Peer {
    pub(crate) fn on_append_entries(self: &Rc<Self>, request: AppendEntries) -> Appended {
        let state = &mut *self.state.lock();
        // "Somebody is alive out there": even if it leads no more.
        if self.has(Bug::TimerResetOnAnyRpc) {
            state.reset_election_timer();
        }
        let success = state.take_entries(request);
        self.settle(state);
        Appended { term: state.term, success, commit_index: state.commit_index }
    }
}

impl State {
    fn take_entries(&mut self, request: AppendEntries) -> bool {
        if request.term < self.term {
            return false;
        }
        // "I am standing in this term myself."
        let is_rival = self.role == Role::Candidate && request.term == self.term;
        if self.has(Bug::CandidateStubborn) && is_rival {
            return false;
        }
        self.become_follower(request.term);
        self.reset_election_timer();
        if !self.agrees(&request) {
            return false;
        }
        let (prev, last_new_index) = (request.prev.index, request.last_new_index());
        self.merge(prev, request.entries);
        // "As far as my log goes": behind the last entry of this message it may hold leftovers.
        let vouched = if self.has(Bug::CommitUnclamped) { self.log.last_index() } else { last_new_index };
        self.commit_to(request.leader_commit.min(vouched));
        true
    }

    /// Whether the logs agree right before the entries.
    fn agrees(&self, request: &AppendEntries) -> bool {
        match self.bug {
            // "The leader knows what I need."
            Some(Bug::NoPrevCheck) => true,
            // "There is nothing to append, so there is nothing to check."
            Some(Bug::HeartbeatUnchecked) if request.is_heartbeat() => true,
            // "It is in there": nobody has said so yet.
            Some(Bug::Panics) if request.prev.index > self.log.start().index => {
                let offset = request.prev.index - self.log.start().index - 1;
                self.log.entries()[usize::try_from(offset).unwrap_or(0)].term == request.prev.term
            }
            _ => self.log.agrees(request.prev),
        }
    }

    /// Figure 2, `AppendEntries`, steps 3 and 4.
    fn merge(&mut self, prev: u64, entries: Vec<Entry>) {
        // `log = log[:prev + 1] + entries`: short, and wrong where a newer message came first.
        if self.has(Bug::TruncateAlways) && prev < self.log.last_index() {
            self.log.truncate_after(prev);
            self.dirty = true;
        }
        for (index, entry) in (prev + 1..).zip(entries) {
            if index <= self.log.start().index || self.log.term(index) == Some(entry.term) {
                continue;
            }
            if index <= self.log.last_index() {
                self.log.truncate_after(index - 1);
            }
            self.log.push(entry);
            // "The leader has saved it": and may crash with this peer.
            if !self.has(Bug::NoPersistLog) {
                self.dirty = true;
            }
        }
    }
}
