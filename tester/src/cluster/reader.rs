//! The reader of what a peer applies: the service's side of the apply channel.
//!
//! The channel holds nothing: a peer that hands something up waits until the reader takes it, and the reader
//! calls `snapshot` before it takes the next. A peer that holds its lock meanwhile gets to know it.
//!
//! Something wrong is written down, once for each peer; the test fails when its script looks next. The reader
//! goes on taking, so that the peer is not blocked by its own mistake.

use std::cell::RefCell;
use std::rc::Rc;

use bytes::Bytes;
use raftapi::{ApplyMsg, ApplyReceiver};
use sim::World;

use super::ledger::Ledger;
use super::service::{Service, Snapshot};
use crate::facts::{Applied, ApplyRefused, SnapshotInstalled, SnapshotTaken};
use crate::failure::ApplyFailure;
use crate::host::Hosted;
use crate::value::Command;

/// One life's reader.
pub(super) struct Desk {
    pub(super) peer: usize,
    pub(super) ledger: Rc<RefCell<Ledger>>,
    pub(super) instance: Rc<dyn Hosted>,
}

impl Desk {
    /// Takes what the peer hands up, until the peer drops its side. A task of the peer's node, so that a
    /// crash ends it.
    pub(super) async fn serve(self, service: Service, mut deliveries: ApplyReceiver) {
        while let Some(message) = deliveries.recv().await {
            if self.ledger.borrow().has_failed(self.peer) {
                continue;
            }
            let taken = match service.interval() {
                None => self.take(message),
                Some(interval) => self.take_with_snapshots(message, interval),
            };
            if let Err(failure) = taken {
                World::current().emit(ApplyRefused(failure.clone()));
                self.ledger.borrow_mut().fail(self.peer, failure);
            }
        }
    }

    /// The plain service has no use for snapshots and ignores them.
    fn take(&self, message: ApplyMsg) -> Result<(), ApplyFailure> {
        let ApplyMsg::Command { index, command } = message else { return Ok(()) };
        let command = Command::from_bytes(command);
        World::current().emit(Applied { index, command: command.clone() });
        self.ledger.borrow_mut().apply(self.peer, index, command)
    }

    fn take_with_snapshots(&self, message: ApplyMsg, interval: u64) -> Result<(), ApplyFailure> {
        match message {
            ApplyMsg::Snapshot { index, snapshot, .. } => self.install(index, snapshot),
            ApplyMsg::Command { index, command } => {
                let command = Command::from_bytes(command);
                World::current().emit(Applied { index, command: command.clone() });
                self.ledger.borrow_mut().apply_next(self.peer, index, command)?;
                if (index + 1).is_multiple_of(interval) {
                    self.give_snapshot(index);
                }
                Ok(())
            }
        }
    }

    fn install(&self, index: u64, bytes: Bytes) -> Result<(), ApplyFailure> {
        let peer = self.peer;
        let size = bytes.len();
        let Some(snapshot) = Snapshot::decode(bytes) else {
            return Err(ApplyFailure::SnapshotContent { peer, index: Some(index), bytes: size });
        };
        if snapshot.index != index {
            return Err(ApplyFailure::SnapshotIndex { peer, index, content: snapshot.index });
        }
        self.ledger.borrow_mut().install(peer, snapshot);
        World::current().emit(SnapshotInstalled { index });
        Ok(())
    }

    fn give_snapshot(&self, index: u64) {
        let snapshot = Snapshot::encode(index, self.ledger.borrow().prefix(self.peer, index));
        World::current().emit(SnapshotTaken { index, bytes: snapshot.len() });
        self.instance.snapshot(index, snapshot);
    }
}
