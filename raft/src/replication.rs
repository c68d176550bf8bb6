//! §5.3, Log replication, the leader's side: it sends every follower what that follower lacks, and learns
//! from the answers. The follower's side is in `append_entries`.

use raftapi::prelude::*;

use crate::messages::{AppendEntries, AppendEntriesReply, Outcome, Position};
use crate::peer::{Peer, State};
use crate::progress::{Course, Progress};
use crate::roles::Role;
use crate::timing::{BATCH_DELAY, HEARTBEAT_INTERVAL};

impl Peer {
    /// Figure 2, Leaders: "upon election: send initial empty `AppendEntries` RPCs; repeat during idle periods
    /// to prevent election timeouts". Ends with the term in which this peer was elected.
    ///
    /// Whatever else has gone wrong, this is what puts it right within an interval or two: a heartbeat tells
    /// how far the log is committed, carries what has not been sent, and is refused if anything is missing.
    pub(crate) async fn send_heartbeats(self: Rc<Self>, term: u64) {
        while self.heartbeat(term) {
            sim::sleep(HEARTBEAT_INTERVAL).await;
        }
    }

    fn heartbeat(self: &Rc<Self>, term: u64) -> bool {
        let state = &mut *self.state.lock();
        let leading = state.is_leader() && state.current_term == term;
        if leading {
            for follower in self.others(state.me) {
                self.replicate_to(state, follower);
            }
        }
        leading
    }

    /// Sends new commands out after a moment's wait, in which more may come in.
    pub(crate) fn replicate_soon(self: &Rc<Self>, state: &mut State) {
        if let Role::Leader(leadership) = &mut state.role
            && !leadership.batch_open
        {
            leadership.batch_open = true;
            sim::spawn(self.clone().send_batch(state.current_term));
        }
    }

    async fn send_batch(self: Rc<Self>, term: u64) {
        sim::sleep(BATCH_DELAY).await;
        let state = &mut *self.state.lock();
        if state.current_term != term {
            return;
        }
        if let Role::Leader(leadership) = &mut state.role {
            leadership.batch_open = false;
        }
        for follower in self.others(state.me) {
            // A heartbeat may have come first, and taken the batch along. And a follower that is being probed
            // gets it once the logs are found to agree.
            if state.wants_entries(follower) {
                self.replicate_to(state, follower);
            }
        }
        // A leader without followers has its majority at once.
        self.commit_what_a_majority_has(state);
    }

    /// Sends a follower what it lacks; or, if it lacks nothing or is being probed, a message without entries.
    ///
    /// The message is made here, under the lock, and not in the task that carries it: by the time that task
    /// runs, this peer may be in another term, and may not be the leader.
    fn replicate_to(self: &Rc<Self>, state: &mut State, follower: usize) {
        let Role::Leader(leadership) = &mut state.role else { return };
        let Progress { course, next_index, .. } = &mut leadership.progress[follower];
        // Before its start, the log knows of no position to check. A follower that refuses the start gets the
        // snapshot.
        *next_index = (*next_index).max(state.log.start().index + 1);
        let prev_log = state.log.position(*next_index - 1);
        let entries = match course {
            Course::Probing => Vec::new(),
            Course::Replicating => state.log.entries_from(*next_index).to_vec(),
        };
        *next_index += entries.len() as u64;
        let request =
            AppendEntries { term: state.current_term, prev_log, entries, leader_commit: state.commit_index };
        sim::spawn(self.clone().carry_entries(follower, request, *course));
    }

    async fn carry_entries(self: Rc<Self>, follower: usize, request: AppendEntries, course: Course) {
        match self.ends[follower].call(&request).await {
            Some(reply) => self.on_append_entries_reply(follower, &request, &reply, course),
            None if request.entries.is_empty() => {}
            None => self.on_loss(follower, request.term, request.prev_log.index + 1),
        }
    }

    fn on_append_entries_reply(
        self: &Rc<Self>,
        follower: usize,
        request: &AppendEntries,
        reply: &AppendEntriesReply,
        course: Course,
    ) {
        let state = &mut *self.state.lock();
        if state.still_matters(request.term, reply.term) {
            match reply.outcome {
                // What was sent, not what the log has grown to meanwhile.
                Outcome::Accepted => self.on_agreement(state, follower, request.last_new_index()),
                Outcome::Mismatch(hint) => self.back_up(state, follower, hint, course),
                Outcome::StaleTerm => {}
            }
        }
    }

    pub(crate) fn on_agreement(self: &Rc<Self>, state: &mut State, follower: usize, index: u64) {
        let Some(progress) = state.progress_of(follower) else { return };
        if progress.agreed(index) && state.wants_entries(follower) {
            self.replicate_to(state, follower);
        }
        self.commit_what_a_majority_has(state);
    }

    /// "If `AppendEntries` fails because of log inconsistency: decrement nextIndex and retry", but in long
    /// steps. Each of them ends before the entry that was refused, so this comes to an end.
    fn back_up(self: &Rc<Self>, state: &mut State, follower: usize, hint: Position, course: Course) {
        let index = state.log.last_index_that_may_agree(hint);
        if state.progress_of(follower).is_some_and(|progress| progress.refused(course, index)) {
            if index < state.log.start().index {
                self.send_snapshot(state, follower);
            } else {
                self.replicate_to(state, follower);
            }
        }
    }

    /// A call brought no answer. The next heartbeat finds out what to do about it.
    pub(crate) fn on_loss(&self, follower: usize, asked_in: u64, first_index: u64) {
        let state = &mut *self.state.lock();
        if state.current_term == asked_in
            && let Some(progress) = state.progress_of(follower)
        {
            progress.lost(first_index);
        }
    }
}

impl State {
    fn wants_entries(&mut self, follower: usize) -> bool {
        let last_index = self.log.last_index();
        self.progress_of(follower).is_some_and(|progress| {
            progress.course == Course::Replicating && progress.next_index <= last_index
        })
    }

    /// What is known about a follower, if this peer leads.
    pub(crate) fn progress_of(&mut self, follower: usize) -> Option<&mut Progress> {
        match &mut self.role {
            Role::Leader(leadership) => Some(&mut leadership.progress[follower]),
            Role::Follower | Role::Candidate { .. } => None,
        }
    }
}
