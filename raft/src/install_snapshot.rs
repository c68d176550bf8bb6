//! §7 and Figure 13, `InstallSnapshot` RPC, both sides: a follower that lacks entries which the leader no
//! longer has gets the leader's snapshot in their place. In the lab a snapshot travels in one piece, so the
//! figure's offsets and chunks are left out.

use raftapi::prelude::*;

use crate::messages::{InstallSnapshot, InstallSnapshotReply};
use crate::peer::{Peer, State};
use crate::progress::Course;

impl Peer {
    /// What follows goes on behind the snapshot as if it had arrived. It is large, and is not sent twice
    /// without need.
    pub(crate) fn send_snapshot(self: &Rc<Self>, state: &mut State, follower: usize) {
        let last_included = state.log.start();
        let request =
            InstallSnapshot { term: state.current_term, last_included, snapshot: state.snapshot.clone() };
        if let Some(progress) = state.progress_of(follower) {
            progress.course = Course::Replicating;
            progress.next_index = last_included.index + 1;
            sim::spawn(self.clone().carry_snapshot(follower, request));
        }
    }

    async fn carry_snapshot(self: Rc<Self>, follower: usize, request: InstallSnapshot) {
        match self.ends[follower].call(&request).await {
            Some(reply) => self.on_install_snapshot_reply(follower, &request, &reply),
            None => self.on_loss(follower, request.term, request.last_included.index),
        }
    }

    fn on_install_snapshot_reply(
        self: &Rc<Self>,
        follower: usize,
        request: &InstallSnapshot,
        reply: &InstallSnapshotReply,
    ) {
        let state = &mut *self.state.lock();
        if state.still_matters(request.term, reply.term) {
            self.on_agreement(state, follower, request.last_included.index);
        }
    }

    pub(crate) fn on_install_snapshot(self: &Rc<Self>, request: InstallSnapshot) -> InstallSnapshotReply {
        let state = &mut *self.state.lock();
        state.observe_term(request.term);
        if request.term == state.current_term {
            state.accept_leader();
            state.install(request);
        }
        state.save();
        self.apply_committed(state);
        InstallSnapshotReply { term: state.current_term }
    }
}

impl State {
    fn install(&mut self, request: InstallSnapshot) {
        let end = request.last_included;
        // A late message: this peer has, or will get from its own log, everything that the snapshot covers.
        // Handing it up would take the service back in time.
        if end.index <= self.commit_index {
            return;
        }
        tracing::info!("takes the leader's snapshot up to index {}", end.index);
        self.replace_log_start(end, request.snapshot);
        // The snapshot shows that all of it is committed. That it is not applied yet brings it up to the
        // service.
        self.commit_up_to(end.index);
    }
}
