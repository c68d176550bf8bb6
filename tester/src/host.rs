//! The thin adapter between one implementation's type and the rest of this crate.
//!
//! The cluster and the suites are compiled once, here, and not again in every student's crate: only what
//! stands in this file is generic over [`Raft`]. Everything else sees a [`Hosted`] peer behind a pointer.

use std::rc::Rc;
use std::sync::Arc;

use bytes::Bytes;
use labrpc::Server;
use raftapi::{Inspection, PeerContext, PeerState, Raft, Started};

/// A running peer of whatever implementation.
pub trait Hosted {
    /// [`Raft::start`].
    fn start(&self, command: Bytes) -> Option<Started>;
    /// [`Raft::state`].
    fn state(&self) -> PeerState;
    /// [`Raft::snapshot`].
    fn snapshot(&self, index: u64, snapshot: Bytes);
    /// [`Raft::inspect`].
    fn inspect(&self) -> Option<Inspection>;
}

/// The adapter: a newtype, so that `Hosted` can be implemented for every `Rc<impl Raft>`.
struct Adapter<R>(Rc<R>);

impl<R: Raft> Hosted for Adapter<R> {
    fn start(&self, command: Bytes) -> Option<Started> {
        self.0.start(command)
    }

    fn state(&self) -> PeerState {
        self.0.state()
    }

    fn snapshot(&self, index: u64, snapshot: Bytes) {
        self.0.snapshot(index, snapshot);
    }

    fn inspect(&self) -> Option<Inspection> {
        self.0.inspect()
    }
}

/// Builds one peer and registers its handlers.
type Build = dyn Fn(PeerContext, &mut Server) -> Box<dyn Hosted> + Send + Sync;

/// How peers are built: the value that stands for an implementation under test. Cheap to clone.
///
/// Every run is simulated on a thread of its own, so the factory goes from thread to thread; the peers that
/// it builds stay where they are.
#[derive(Clone)]
pub struct Factory(Arc<Build>);

impl Factory {
    /// Peers of type `R`, made by [`Raft::make`].
    pub fn of<R: Raft>() -> Self {
        Self::new(R::make)
    }

    /// Peers made by a closure, so that one type can run under many settings.
    pub fn new<R: Raft>(make: impl Fn(PeerContext) -> Rc<R> + Send + Sync + 'static) -> Self {
        Self(Arc::new(move |context, server| {
            let peer = make(context);
            peer.register(server);
            Box::new(Adapter(peer))
        }))
    }

    /// Builds a peer and registers its handlers with `server`. Runs the implementation's code, so call it as
    /// the peer's node. Panics if that code does.
    pub(crate) fn build(&self, context: PeerContext, server: &mut Server) -> Box<dyn Hosted> {
        (self.0)(context, server)
    }
}
