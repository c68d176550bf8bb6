//! Figure 2, Rules for All Servers: "if `commitIndex` > `lastApplied`: increment `lastApplied`, apply
//! `log[lastApplied]` to state machine". Here that means handing it up to the service.

use raftapi::prelude::*;

use crate::peer::{Peer, State};

impl Peer {
    /// Makes sure that somebody is handing up what is committed.
    ///
    /// One task at most, which takes things one after the other: with two of them, or with a snapshot on a
    /// way of its own, the service could see index 18 before index 10.
    pub(crate) fn apply_committed(self: &Rc<Self>, state: &mut State) {
        if !state.applying && state.last_applied < state.commit_index {
            state.applying = true;
            sim::spawn(self.clone().hand_up());
        }
    }

    /// The service takes its time, and may call [`Raft::snapshot`] before it takes the next one: the lock is
    /// free meanwhile.
    async fn hand_up(self: Rc<Self>) {
        while let Some(msg) = self.next_to_apply() {
            self.apply.send(msg).await;
        }
    }

    fn next_to_apply(&self) -> Option<ApplyMsg> {
        let state = &mut *self.state.lock();
        let next = state.next_to_apply();
        state.applying = next.is_some();
        next
    }
}

impl State {
    fn next_to_apply(&mut self) -> Option<ApplyMsg> {
        let start = self.log.start();
        if self.last_applied < start.index {
            // A snapshot was installed, and the entries up to its end are gone. It goes up in their place.
            self.last_applied = start.index;
            Some(ApplyMsg::Snapshot { index: start.index, term: start.term, snapshot: self.snapshot.clone() })
        } else if self.last_applied < self.commit_index {
            self.last_applied += 1;
            let command = self.log.entry(self.last_applied).command.clone();
            Some(ApplyMsg::Command { index: self.last_applied, command })
        } else {
            None
        }
    }
}
