//! Peers that never lead, in clusters of any size, and do one thing besides.

use std::rc::Rc;

use raftapi::prelude::*;
use tester::host::Factory;

use crate::puppet::Ping;

/// A peer that takes part in nothing and answers pings.
pub(crate) struct Stub;

impl Raft for Stub {
    fn make(_cx: PeerContext) -> Rc<Self> {
        Rc::new(Self)
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        server.on(self, |_, Ping| ());
    }

    fn start(self: &Rc<Self>, _command: Bytes) -> Option<Started> {
        None
    }

    fn state(&self) -> PeerState {
        PeerState { term: 1, is_leader: false }
    }

    fn snapshot(self: &Rc<Self>, _index: u64, _snapshot: Bytes) {}
}

/// The factory of stubs that do this in each of their lives.
pub(crate) fn factory<F: Future<Output = ()> + 'static>(
    live: impl Fn(PeerContext) -> F + 'static,
) -> Factory {
    Factory::new(move |cx| {
        sim::spawn(live(cx));
        Rc::new(Stub)
    })
}
