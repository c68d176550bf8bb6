//! Peers that never lead, in clusters of any size, and do one thing besides.

use std::cell::RefCell;
use std::pin::Pin;
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

type Life = Rc<dyn Fn(PeerContext) -> Pin<Box<dyn Future<Output = ()>>>>;

thread_local! {
    /// What this thread's stubs do. A factory may go to other threads, where there is nothing to do.
    static LIFE: RefCell<Option<Life>> = const { RefCell::new(None) };
}

/// The factory of stubs that do this in each of their lives, for this thread.
pub(crate) fn factory<F: Future<Output = ()> + 'static>(
    live: impl Fn(PeerContext) -> F + 'static,
) -> Factory {
    LIFE.set(Some(Rc::new(move |cx| Box::pin(live(cx)))));
    Factory::new(|cx| {
        let live = LIFE.with_borrow(Clone::clone).expect("stubs live where they were made");
        sim::spawn(live(cx));
        Rc::new(Stub)
    })
}
