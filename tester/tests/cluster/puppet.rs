//! A peer that only does what it is told.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use raftapi::prelude::*;
use raftapi::{PeerState, Started};
use tester::cluster::{Cluster, Service, Setup, Wire};
use tester::host::Factory;
use tester::value::{Command, Value};

/// How many peers a puppet show has.
pub(crate) const PEERS: usize = 3;

/// What the puppets are told, and what they were asked.
#[derive(Default)]
pub(crate) struct Strings {
    /// What each peer says of itself.
    pub(crate) states: RefCell<[(u64, bool); PEERS]>,
    /// The index that each peer promises to whoever submits something; none refuses.
    pub(crate) accepts: RefCell<[Option<u64>; PEERS]>,
    /// How many commands the peers take before they refuse all others; no matter how many by default.
    pub(crate) patience: Cell<Option<usize>>,
    /// The term that peers take commands in, if it is not the one that they report.
    pub(crate) term_of_start: Cell<Option<u64>>,
    /// What each peer saves and hands up, in the order of its lives.
    pub(crate) scripts: RefCell<[Vec<Part>; PEERS]>,
    /// Who was asked to start something, and when, in milliseconds.
    pub(crate) asked: RefCell<Vec<(usize, u128)>>,
    /// The snapshots that the service gave: the peer, the index, the bytes.
    pub(crate) snapshots: RefCell<Vec<(usize, u64, Bytes)>>,
    /// The ends of the latest life of each peer.
    pub(crate) ends: RefCell<[Vec<ClientEnd>; PEERS]>,
    /// The persister of the latest life of each peer.
    pub(crate) disks: RefCell<[Option<Persister>; PEERS]>,
    /// Whether the puppets panic when they are thrown away.
    pub(crate) dies_loudly: Cell<bool>,
    /// How many puppets are alive.
    pub(crate) alive: Cell<usize>,
}

/// What a puppet does in one life.
#[derive(Clone, Default)]
pub(crate) struct Part {
    /// Handed up one after the other.
    pub(crate) hands_up: Vec<ApplyMsg>,
    /// Panics as soon as everything is handed up.
    pub(crate) panics: bool,
}

impl Strings {
    /// Has a peer, in its first life, hand this up.
    pub(crate) fn hand_up(&self, peer: usize, messages: Vec<ApplyMsg>) {
        self.scripts.borrow_mut()[peer].push(Part { hands_up: messages, panics: false });
    }

    /// Has one peer lead in a term that everybody is in.
    pub(crate) fn let_lead(&self, leader: usize, term: u64) {
        for (peer, state) in self.states.borrow_mut().iter_mut().enumerate() {
            *state = (term, peer == leader);
        }
    }
}

pub(crate) struct Puppet {
    me: usize,
    strings: Rc<Strings>,
}

impl Puppet {
    fn make(strings: &Rc<Strings>, cx: PeerContext) -> Rc<Self> {
        strings.alive.set(strings.alive.get() + 1);
        strings.ends.borrow_mut()[cx.me] = cx.peers;
        strings.disks.borrow_mut()[cx.me] = Some(cx.persister);
        let parts = &mut strings.scripts.borrow_mut()[cx.me];
        let part = if parts.is_empty() { Part::default() } else { parts.remove(0) };
        let apply = cx.apply;
        sim::spawn(async move {
            for message in part.hands_up {
                apply.send(message).await;
            }
            assert!(!part.panics, "as the script wants it");
        });
        Rc::new(Self { me: cx.me, strings: strings.clone() })
    }
}

impl Drop for Puppet {
    fn drop(&mut self) {
        self.strings.alive.set(self.strings.alive.get() - 1);
        assert!(!self.strings.dies_loudly.get(), "last words");
    }
}

#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct Ping;

impl Rpc for Ping {
    type Reply = ();
    const METHOD: &'static str = "Puppet.Ping";
}

impl Raft for Puppet {
    fn make(_cx: PeerContext) -> Rc<Self> {
        unreachable!("puppets are made by the factory, which knows their strings")
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        server.on(self, |_, Ping| ());
    }

    fn start(self: &Rc<Self>, _command: Bytes) -> Option<Started> {
        let millis = sim::now().since_start().as_millis();
        self.strings.asked.borrow_mut().push((self.me, millis));
        if self.strings.patience.get().is_some_and(|most| self.strings.asked.borrow().len() > most) {
            return None;
        }
        let index = self.strings.accepts.borrow()[self.me]?;
        let term = self.strings.term_of_start.get().unwrap_or_else(|| self.state().term);
        Some(Started { index, term })
    }

    fn state(&self) -> PeerState {
        let (term, is_leader) = self.strings.states.borrow()[self.me];
        PeerState { term, is_leader }
    }

    fn snapshot(self: &Rc<Self>, index: u64, snapshot: Bytes) {
        self.strings.snapshots.borrow_mut().push((self.me, index, snapshot.clone()));
        let disk = self.strings.disks.borrow()[self.me].clone();
        disk.unwrap().save("state", snapshot);
    }
}

thread_local! {
    /// The strings of this thread's puppets. A factory may go to other threads, where there are none.
    static STRINGS: RefCell<Option<Rc<Strings>>> = const { RefCell::new(None) };
}

/// The factory of puppets on these strings, for this thread.
pub(crate) fn factory(strings: &Rc<Strings>) -> Factory {
    STRINGS.set(Some(strings.clone()));
    Factory::new(|cx| {
        let strings = STRINGS.with_borrow(Clone::clone).expect("the puppets play where they were made");
        Puppet::make(&strings, cx)
    })
}

/// Lets three puppets play on a reliable network.
pub(crate) fn play<T: 'static, F: Future<Output = T> + 'static>(
    service: Service,
    prepare: impl FnOnce(&Strings),
    script: impl FnOnce(Cluster, Rc<Strings>) -> F,
) -> T {
    let strings = Rc::new(Strings::default());
    prepare(&strings);
    let report = sim::run(sim::Config::new(7), |_| {
        let cluster =
            Cluster::build(Setup { peers: PEERS, wire: Wire::Reliable, service }, factory(&strings));
        script(cluster, strings)
    });
    report.result.unwrap_or_else(|stop| panic!("{stop}"))
}

/// Time for everybody to hand up what they have.
pub(crate) async fn settle() {
    sim::sleep(Duration::from_millis(1)).await;
}

/// The command that submits this number.
pub(crate) fn command(number: u64) -> Command {
    Command::from(Value::Number(number))
}

/// The message that hands up a number at an index.
pub(crate) fn applied(index: u64, number: u64) -> ApplyMsg {
    ApplyMsg::Command { index, command: command(number).bytes() }
}

/// The messages that hand up `100 + index` for each index of the range.
pub(crate) fn applied_all(indices: std::ops::RangeInclusive<u64>) -> Vec<ApplyMsg> {
    indices.map(|index| applied(index, 100 + index)).collect()
}
