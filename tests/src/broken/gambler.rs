//! A peer whose fate hangs on one throw of a die, long before anything shows.

use raftapi::prelude::*;
use tester::host::Factory;

/// The round in which the die is cast, and the one in which a bad throw shows.
const CAST: u32 = 4;
const SHOWS: u32 = 9;

/// Peers with the flaw of this name; `None` if there is no such flaw.
pub(super) fn factory(name: &str) -> Option<Factory> {
    (name == "gambles").then(|| Factory::new(|cx| Gambler::new(cx.me)))
}

struct Gambler;

impl Gambler {
    fn new(me: usize) -> Rc<Self> {
        if me == 1 {
            sim::spawn(gamble());
        }
        Rc::new(Self)
    }
}

async fn gamble() {
    let mut is_lost = false;
    for round in 1..=SHOWS {
        sim::sleep(Duration::from_millis(20)).await;
        if round == CAST {
            is_lost = sim::random_range(0..8) == 0;
        }
        sim::note!("round {round}");
    }
    assert!(!is_lost, "all is lost");
}

impl Raft for Gambler {
    fn make(cx: PeerContext) -> Rc<Self> {
        Self::new(cx.me)
    }

    fn register(self: &Rc<Self>, _server: &mut Server) {}

    fn start(self: &Rc<Self>, _command: Bytes) -> Option<Started> {
        None
    }

    fn state(&self) -> PeerState {
        PeerState { term: 1, is_leader: false }
    }

    fn snapshot(self: &Rc<Self>, _index: u64, _snapshot: Bytes) {}
}
