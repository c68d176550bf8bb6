//! §7: the service's own snapshots, and those of a leader.

use raftapi::prelude::*;

use super::messages::{InstallSnapshot, Installed, Place};
use super::{Peer, State};
use crate::bugs::Bug;

/// How often a task that polls for snapshots would look.
const HAND_UP_INTERVAL: Duration = Duration::from_millis(10);

impl State {
    pub(crate) fn take_snapshot(&mut self, index: u64, snapshot: Bytes) {
        // "2D comes later": the call is there, and does nothing.
        if self.has(Bug::LogNotTrimmed) {
            return;
        }
        if index > self.log.start().index && index <= self.last_applied {
            self.replace_start(self.log.place(index), true, snapshot);
            self.save();
        }
    }

    fn replace_start(&mut self, mut end: Place, keeps_rest: bool, snapshot: Bytes) {
        // "The entry is gone, and its term with it."
        if self.has(Bug::BoundaryTermLost) {
            end.term = 0;
        }
        self.log.start_at(end, keeps_rest);
        self.snapshot = snapshot;
        self.dirty = true;
    }

    /// Takes a leader's snapshot, unless all that it covers is committed here, or soon applied.
    fn install(&mut self, end: Place, snapshot: Bytes) -> bool {
        if end.index <= self.commit_index {
            return false;
        }
        // "What follows is still needed": not what follows another entry than the snapshot's last.
        let keeps_rest = self.log.agrees(end) || self.has(Bug::KeepDivergedSuffix);
        self.replace_start(end, keeps_rest, snapshot);
        self.commit_to(end.index);
        true
    }
}

impl Peer {
    pub(crate) fn on_install_snapshot(self: &Rc<Self>, request: InstallSnapshot) -> Installed {
        let state = &mut *self.state.lock();
        if request.term >= state.term {
            state.become_follower(request.term);
            state.reset_election_timer();
            let InstallSnapshot { last_included: end, snapshot, .. } = request;
            let is_new = state.install(end, snapshot.clone());
            // "A snapshot is large, and a task of its own hands it up when there is time": commands that
            // follow go up on their own way, and may be first.
            if is_new && self.has(Bug::ApplyRacesInstall) {
                state.last_applied = end.index;
                let apply = self.apply.clone();
                let msg = ApplyMsg::Snapshot { index: end.index, term: end.term, snapshot };
                sim::spawn(async move {
                    sim::sleep(HAND_UP_INTERVAL).await;
                    apply.send(msg).await;
                });
            }
        }
        self.settle(state);
        Installed { term: state.term }
    }
}
