//! A peer that does nothing, and what a hostile one does besides: the tests put this file into submissions
//! that hope for points without a Raft.

use std::marker::PhantomData;

use raftapi::prelude::*;

/// What a hostile peer does in the place of Raft.
pub trait Deed: 'static {
    /// When a peer is made.
    fn when_made() {}
}

/// A peer that does this and nothing else.
pub struct Dead<D>(PhantomData<D>);

impl<D: Deed> Raft for Dead<D> {
    fn make(_: PeerContext) -> Rc<Self> {
        D::when_made();
        Rc::new(Self(PhantomData))
    }

    fn register(self: &Rc<Self>, _: &mut Server) {}

    fn start(self: &Rc<Self>, _: Bytes) -> Option<Started> {
        None
    }

    fn state(&self) -> PeerState {
        PeerState { term: 0, is_leader: false }
    }

    fn snapshot(self: &Rc<Self>, _: u64, _: Bytes) {}
}
