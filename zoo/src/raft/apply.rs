//! Figure 2: what is committed goes up to the service, in order, by one task.

use raftapi::prelude::*;

use super::{Peer, State};
use crate::bugs::Bug;

impl Peer {
    /// Runs as long as the peer lives.
    pub(crate) async fn hand_up(self: Rc<Self>) {
        loop {
            let next = self.state.lock().next_to_apply();
            match next {
                // "Handing up can take long: a task for each."
                Some(msg) if self.has(Bug::ApplyInTasks) => {
                    let apply = self.apply.clone();
                    sim::spawn(async move { apply.send(msg).await });
                }
                Some(msg) => {
                    // "last_applied and what is applied belong together": and the service waits for the lock.
                    let _held = self.has(Bug::ApplyUnderLock).then(|| self.state.lock());
                    self.apply.send(msg).await;
                }
                None => self.wait_for_more().await,
            }
        }
    }

    async fn wait_for_more(&self) {
        // "Let the others run, and look again."
        while self.has(Bug::Spin) && !self.has_more() {
            sim::yield_now().await;
        }
        // "Look again until there is something": nobody else ever gets to run.
        while self.has(Bug::NeverYields) && !self.has_more() {
            std::hint::spin_loop();
        }
        self.bell.heard().await;
    }

    fn has_more(&self) -> bool {
        let state = self.state.lock();
        state.last_applied < state.commit_index
    }
}

impl State {
    fn next_to_apply(&mut self) -> Option<ApplyMsg> {
        let start = self.log.start();
        if self.last_applied < start.index {
            // Installed, and not handed up yet: the entries before it are gone.
            self.last_applied = start.index;
            let snapshot = self.snapshot.clone();
            return Some(ApplyMsg::Snapshot { index: start.index, term: start.term, snapshot });
        }
        if self.last_applied >= self.commit_index {
            return None;
        }
        // "The service wants the newest state": after a burst, what came before is left out.
        let step = if self.has(Bug::ApplySkips) { self.commit_index - self.last_applied } else { 1 };
        self.last_applied += step;
        let index = self.last_applied;
        let command = self.log.get(index).map(|entry| entry.command.clone()).unwrap_or_default();
        Some(ApplyMsg::Command { index, command })
    }
}
