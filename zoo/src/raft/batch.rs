//! A sound variant: handlers that save once for several requests, and answer when that is done.
//!
//! It is what a store with slow disks does. A request changes the state at once, but neither its answer nor
//! anything else that depends on it leaves before the state is saved. To others it looks like a peer whose
//! answers take a moment longer.

use std::cell::Cell;

use raftapi::prelude::*;
use sim::Instant;

use super::Peer;

/// How long a request waits, at most, for others to be saved with it.
const LONGEST: Duration = Duration::from_millis(2);

/// Requests that are not saved yet.
#[derive(Default)]
pub(super) struct Batch {
    /// When they will be; `None` if there are none.
    due: Cell<Option<Instant>>,
}

impl Peer {
    pub(super) fn register_in_batches(self: &Rc<Self>, server: &mut Server) {
        server.on_async(self, |peer, request| async move {
            let answer = peer.on_request_vote(request);
            peer.saved().await;
            answer
        });
        server.on_async(self, |peer, request| async move {
            let answer = peer.on_append_entries(request);
            peer.saved().await;
            answer
        });
        server.on_async(self, |peer, request| async move {
            let answer = peer.on_install_snapshot(request);
            peer.saved().await;
            answer
        });
    }

    /// Waits until what has changed so far is saved. The first of a batch to wake up does it for all.
    async fn saved(&self) {
        let Some(batch) = &self.batch else { return };
        let due = batch.due.get().unwrap_or_else(|| sim::now() + sim::random_range(Duration::ZERO..=LONGEST));
        batch.due.set(Some(due));
        sim::sleep_until(due).await;
        if batch.due.get() == Some(due) {
            batch.due.set(None);
        }
        self.state.lock().save();
        self.bell.ring();
    }
}
