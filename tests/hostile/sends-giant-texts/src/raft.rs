//! Messages that are long and deep, and longer still where somebody writes them as JSON.

use raftapi::prelude::*;

/// A peer that knows no Raft.
pub struct Peer;

/// A text without a letter that could be shown as it is, and a nut within a nut.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Giant {
    text: String,
    nut: Nut,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Nut {
    nuts: Vec<Nut>,
}

impl Rpc for Giant {
    type Reply = ();
    const METHOD: &'static str = "Raft.Giant";
}

impl Giant {
    fn new() -> Self {
        let within = |nut, _| Nut { nuts: vec![nut] };
        let nut = (0..55).fold(Nut { nuts: Vec::new() }, within);
        Self { text: "\u{1}".repeat(12 << 20), nut }
    }
}

impl Raft for Peer {
    fn make(cx: PeerContext) -> Rc<Self> {
        sim::spawn(async move {
            let _ = cx.peers[(cx.me + 1) % cx.peers.len()].call(&Giant::new()).await;
        });
        Rc::new(Self)
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        server.on(self, Self::on_giant);
    }

    fn start(self: &Rc<Self>, _: Bytes) -> Option<Started> {
        None
    }

    fn state(&self) -> PeerState {
        PeerState { term: 0, is_leader: false }
    }

    fn snapshot(self: &Rc<Self>, _: u64, _: Bytes) {}
}

impl Peer {
    fn on_giant(self: &Rc<Self>, _: Giant) {}
}
