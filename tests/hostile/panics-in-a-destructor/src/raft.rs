//! Works, and fails when a peer is thrown away.

use raftapi::prelude::*;

use crate::peer::Peer as Working;

pub struct Peer(Rc<Working>);

impl Drop for Peer {
    fn drop(&mut self) {
        panic!("thrown away");
    }
}

impl Raft for Peer {
    fn make(cx: PeerContext) -> Rc<Self> {
        Rc::new(Self(Working::make(cx)))
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
