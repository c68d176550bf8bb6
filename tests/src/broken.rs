//! Peers that are wrong in one obvious way each, so that the tests can see how the harness tells of it.

mod deadly;
mod fickle;
mod gambler;
mod gated;
mod moody;
mod rare;
mod spoilt;

use raftapi::prelude::*;
use tester::host::Factory;

/// What is wrong with a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    /// Always says that it leads, in term 1.
    AlwaysLeads,
    /// Never says that it leads.
    NeverLeads,
    /// Panics when the first message arrives.
    Panics,
    /// Runs for ever without time passing.
    Spins,
    /// Two of its tasks wait for each other.
    Deadlocks,
}

/// Peers with the flaw of this name; `None` if there is no such flaw.
pub(crate) fn factory(name: &str) -> Option<Factory> {
    let flaw = match name {
        "always-leads" => Flaw::AlwaysLeads,
        "never-leads" => Flaw::NeverLeads,
        "panics" => Flaw::Panics,
        "spins" => Flaw::Spins,
        "deadlocks" => Flaw::Deadlocks,
        _ => return others(name),
    };
    Some(Factory::new(move |cx| Broken::new(flaw, cx)))
}

fn others(name: &str) -> Option<Factory> {
    let families = [
        spoilt::factory,
        deadly::factory,
        fickle::factory,
        rare::factory,
        moody::factory,
        gated::factory,
        gambler::factory,
    ];
    families.iter().find_map(|family| family(name))
}

/// A peer that elects nobody and replicates nothing, and has a flaw besides.
struct Broken {
    flaw: Flaw,
}

/// The message that the peers send each other.
#[derive(Debug, Serialize, Deserialize)]
struct Hello {
    from: usize,
}

impl Rpc for Hello {
    type Reply = ();
    const METHOD: &'static str = "Broken.Hello";
}

impl Broken {
    fn new(flaw: Flaw, cx: PeerContext) -> Rc<Self> {
        match flaw {
            Flaw::Panics => drop(sim::spawn(say_hello(cx))),
            Flaw::Spins => drop(sim::spawn(spin())),
            Flaw::Deadlocks => drop(sim::spawn(deadlock())),
            Flaw::AlwaysLeads | Flaw::NeverLeads => {}
        }
        Rc::new(Self { flaw })
    }
}

async fn say_hello(cx: PeerContext) {
    sim::sleep(Duration::from_millis(100)).await;
    let next = (cx.me + 1) % cx.peers.len();
    cx.peers[next].call(&Hello { from: cx.me }).await;
}

async fn spin() {
    loop {
        sim::yield_now().await;
    }
}

/// Each of two tasks waits for a value of the other's before it gives one.
async fn deadlock() {
    let (to_first, mut first) = sim::channel::rendezvous::<()>();
    let (to_second, mut second) = sim::channel::rendezvous::<()>();
    let other = sim::spawn(async move {
        first.recv().await;
        to_second.send(()).await.ok();
    });
    second.recv().await;
    to_first.send(()).await.ok();
    other.await;
}

impl Raft for Broken {
    fn make(cx: PeerContext) -> Rc<Self> {
        Self::new(Flaw::NeverLeads, cx)
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        server.on(self, |_, hello: Hello| panic!("peer {} said hello", hello.from));
    }

    fn start(self: &Rc<Self>, _command: Bytes) -> Option<Started> {
        None
    }

    fn state(&self) -> PeerState {
        PeerState { term: 1, is_leader: self.flaw == Flaw::AlwaysLeads }
    }

    fn snapshot(self: &Rc<Self>, _index: u64, _snapshot: Bytes) {}
}
