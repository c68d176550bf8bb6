//! A working peer, and what a hostile one does besides: the tests put this file into submissions that build
//! on the reference Raft, whose sources they add.

use std::marker::PhantomData;

use raftapi::prelude::*;

use crate::peer::Peer as Working;

/// What a hostile peer does that has nothing to do with Raft.
pub trait Deed: 'static {
    /// When a peer is made.
    fn when_made() {}
}

/// A peer that works, and does this besides.
pub struct Around<D>(Rc<Working>, PhantomData<D>);

impl<D: Deed> Raft for Around<D> {
    fn make(cx: PeerContext) -> Rc<Self> {
        D::when_made();
        Rc::new(Self(Working::make(cx), PhantomData))
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        self.0.register(server);
    }

    fn start(self: &Rc<Self>, command: Bytes) -> Option<Started> {
        self.0.start(command)
    }

    fn state(&self) -> PeerState {
        self.0.state()
    }

    fn snapshot(self: &Rc<Self>, index: u64, snapshot: Bytes) {
        self.0.snapshot(index, snapshot);
    }
}
