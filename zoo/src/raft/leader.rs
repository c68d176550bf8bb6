//! §5.3 and §5.4.2, the leader's side: sends entries and heartbeats, counts replicas, backs up.

use raftapi::prelude::*;

use super::messages::{AppendEntries, Appended, InstallSnapshot};
use super::{Peer, State};
use crate::bugs::Bug;

const HEARTBEAT: Duration = Duration::from_millis(100);

/// How long a leader waits for more commands before it sends the first.
const FLUSH_DELAY: Duration = Duration::from_millis(5);

/// The most entries in one message.
const MAX_ENTRIES: usize = 64;

/// What a leader has for a follower.
enum Message {
    Append(AppendEntries),
    Install(InstallSnapshot),
}

/// What is to be sent: a sign of life, or what the follower lacks. One that lacks entries that are no longer
/// there gets the snapshot either way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Heartbeat,
    Entries,
}

impl Peer {
    /// Sends heartbeats for as long as this peer leads `term`.
    pub(crate) async fn lead(self: Rc<Self>, term: u64) {
        // "Ten a second? A hundred keep everybody quiet."
        let interval = if self.has(Bug::Chatty) { HEARTBEAT / 10 } else { HEARTBEAT };
        while self.leads(term) {
            for follower in self.others() {
                let sending = self.send(&mut self.state.lock(), follower, Wanted::Heartbeat);
                // "One after the other": a follower that is cut off holds up the rest.
                if self.has(Bug::SyncHeartbeat) {
                    sending.await;
                } else {
                    sim::spawn(sending);
                }
            }
            sim::sleep(interval).await;
        }
    }

    fn leads(&self, term: u64) -> bool {
        let state = self.state.lock();
        state.role == Role::Leader && state.term == term
    }

    /// Sends new entries out after a moment, in which more may come.
    pub(crate) fn flush_soon(self: &Rc<Self>, state: &mut State) {
        if !std::mem::replace(&mut state.is_flush_due, true) {
            sim::spawn(self.clone().flush());
        }
    }

    async fn flush(self: Rc<Self>) {
        sim::sleep(FLUSH_DELAY).await;
        let state = &mut *self.state.lock();
        state.is_flush_due = false;
        if state.role == Role::Leader {
            for follower in self.others() {
                self.send_what_is_lacking(state, follower);
            }
        }
    }

    fn send_what_is_lacking(self: &Rc<Self>, state: &mut State, follower: usize) {
        if state.next_index[follower] <= state.log.last_index() {
            sim::spawn(self.send(state, follower, Wanted::Entries));
        }
    }

    /// The message is made at once, under the lock, and carried by the future.
    fn send(
        self: &Rc<Self>,
        state: &mut State,
        follower: usize,
        wanted: Wanted,
    ) -> impl Future<Output = ()> + use<> {
        // "The task knows best what to send": by now it may be no leader's any more.
        let peer = self.clone();
        let message = (!self.has(Bug::LateArgs)).then(|| state.message_for(follower, wanted));
        async move {
            let message = if let Some(message) = message {
                message
            } else {
                peer.wait_for_late_arguments().await;
                peer.state.lock().message_for(follower, wanted)
            };
            peer.carry(follower, message).await;
        }
    }

    /// "Let more come together first."
    pub(crate) async fn wait_for_late_arguments(&self) {
        sim::sleep(FLUSH_DELAY).await;
    }

    async fn carry(self: Rc<Self>, follower: usize, message: Message) {
        match message {
            Message::Append(request) => {
                // "Nothing may change while the call is under way."
                let _held = self.has(Bug::LockAcrossRpc).then(|| self.state.lock());
                if let Some(reply) = self.ends[follower].call(&request).await {
                    self.on_appended(follower, &request, &reply);
                }
            }
            Message::Install(request) => {
                if let Some(reply) = self.ends[follower].call(&request).await {
                    self.on_installed(follower, &request, reply.term);
                }
            }
        }
    }

    fn on_appended(self: &Rc<Self>, follower: usize, request: &AppendEntries, reply: &Appended) {
        let state = &mut *self.state.lock();
        if !state.accepts_reply(reply.term) || !state.leads_since(request.term) {
            return;
        }
        if reply.success {
            if !request.is_heartbeat() {
                state.acknowledge(follower, request.last_new_index());
            }
            self.go_on(state, follower);
        } else if state.back_up(follower, reply.commit_index) {
            sim::spawn(self.send(state, follower, Wanted::Entries));
        }
    }

    fn on_installed(self: &Rc<Self>, follower: usize, request: &InstallSnapshot, term: u64) {
        let state = &mut *self.state.lock();
        if state.accepts_reply(term) && state.leads_since(request.term) {
            state.acknowledge(follower, request.last_included.index);
            self.go_on(state, follower);
        }
    }

    /// A follower has answered: it may lack more, and more may be committed.
    fn go_on(self: &Rc<Self>, state: &mut State, follower: usize) {
        self.send_what_is_lacking(state, follower);
        state.count_replicas();
        self.bell.ring();
    }
}

impl State {
    fn message_for(&mut self, follower: usize, wanted: Wanted) -> Message {
        let (term, start) = (self.term, self.log.start());
        let mut next = self.next_index[follower];
        if next <= start.index {
            // "AppendEntries will do, from where the log begins": no snapshot is ever sent.
            if !self.has(Bug::NoInstall) {
                let snapshot = self.snapshot.clone();
                return Message::Install(InstallSnapshot { term, last_included: start, snapshot });
            }
            next = start.index + 1;
        }
        let mut count = if wanted == Wanted::Entries { MAX_ENTRIES } else { 0 };
        // "Followers skip what they have already."
        if self.has(Bug::ResendAll) {
            (next, count) = (start.index + 1, usize::MAX);
        }
        let (prev, entries) = (self.log.place(next - 1), self.log.slice(next, count));
        Message::Append(AppendEntries { term, prev, entries, leader_commit: self.commit_index })
    }

    /// Whether this peer leads, and has since `term`.
    fn leads_since(&self, term: u64) -> bool {
        // "I lead, and this follower has those entries": or had them, in that term.
        self.role == Role::Leader && (self.term == term || self.has(Bug::StaleAppendReply))
    }

    /// A follower holds this log up to `index`.
    fn acknowledge(&mut self, follower: usize, index: u64) {
        // "It said yes, so it has what I have": now, and not when it was asked.
        let index = if self.has(Bug::MatchOptimistic) { self.log.last_index() } else { index };
        self.next_index[follower] = self.next_index[follower].max(index + 1);
        let known = &mut self.match_index[follower];
        // "The last answer is the newest."
        *known = if self.bug == Some(Bug::MatchRegresses) { index } else { index.max(*known) };
    }

    /// A follower refused, and has committed up to `committed`. Whether there is anything new to try at once:
    /// if not, the next heartbeat will do.
    fn back_up(&mut self, follower: usize, committed: u64) -> bool {
        let next = &mut self.next_index[follower];
        match self.bug {
            // As Figure 2 has it: "decrement nextIndex and retry", with the next heartbeat.
            Some(Bug::BackUpByOne) => {
                *next = (*next - 1).max(self.match_index[follower] + 1);
                false
            }
            // "What followers hold only grows": right for match_index, which this is as well.
            Some(Bug::NextIsMatch) => false,
            _ => {
                let lower = (committed.max(self.match_index[follower]) + 1).min(*next);
                std::mem::replace(next, lower) != lower
            }
        }
    }

    /// Commits what a majority holds.
    fn count_replicas(&mut self) {
        let mut held = self.match_index.clone();
        if self.has(Bug::NextIsMatch) {
            held = self.next_index.iter().map(|next| next - 1).collect();
        }
        held[self.me] = self.log.last_index();
        held.sort_unstable();
        let index = held[(held.len() - 1) / 2];
        // §5.4.2. "A majority has it, so it is committed": not if a leader without it can still be elected.
        if self.log.term(index) == Some(self.term) || self.has(Bug::CommitOldTerm) {
            self.commit_to(index);
        }
    }
}
