//! Peers with several bugs at once, of which the seed chooses one. None of them elects anybody, so nothing
//! about their runs depends on the reference Raft.

use raftapi::prelude::*;
use tester::host::Factory;

/// What a peer does in this life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    /// Nothing at all.
    Sulks,
    /// Panics in a task of its own.
    LosesItsTemper,
    /// Panics in whoever it talks to.
    GivesOffence,
}

/// Peers with the flaw of this name; `None` if there is no such flaw.
pub(super) fn factory(name: &str) -> Option<Factory> {
    (name == "moody").then(|| Factory::new(Moody::new))
}

struct Moody;

/// A word that nobody can bear.
#[derive(Debug, Serialize, Deserialize)]
struct Offence;

impl Rpc for Offence {
    type Reply = ();
    const METHOD: &'static str = "Moody.Offence";
}

impl Moody {
    fn new(cx: PeerContext) -> Rc<Self> {
        // One moody peer is enough for everybody.
        let mood = match sim::random_range(0..4) {
            _ if cx.me > 0 => Mood::Sulks,
            0 => Mood::Sulks,
            1 => Mood::LosesItsTemper,
            _ => Mood::GivesOffence,
        };
        sim::spawn(live(mood, cx));
        Rc::new(Self)
    }
}

async fn live(mood: Mood, cx: PeerContext) {
    // How long it bears it differs from run to run, and with it the number of events.
    let look = Duration::from_millis(10);
    for _ in 0..sim::random_range(1..50) {
        sim::sleep(look).await;
        sim::note!("so far so good");
    }
    match mood {
        Mood::Sulks => {}
        Mood::LosesItsTemper => lose_temper(),
        Mood::GivesOffence => drop(cx.peers[1].call(&Offence).await),
    }
}

fn lose_temper() {
    panic!("enough is enough");
}

impl Raft for Moody {
    fn make(cx: PeerContext) -> Rc<Self> {
        Self::new(cx)
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        server.on(self, |_, Offence| panic!("how dare you"));
    }

    fn start(self: &Rc<Self>, _command: Bytes) -> Option<Started> {
        None
    }

    fn state(&self) -> PeerState {
        PeerState { term: 1, is_leader: false }
    }

    fn snapshot(self: &Rc<Self>, _index: u64, _snapshot: Bytes) {}
}
