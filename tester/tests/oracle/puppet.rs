//! Peers that show and do exactly what they are told. Orders reach them as commands that they refuse: a
//! cluster has no other way in, and so the same puppet can be restarted, and stand for its own shadow.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use raftapi::prelude::*;
use raftapi::{PeerState, Started};
use tester::cluster::{Cluster, Service, Setup, Wire};
use tester::failure::Violation;
use tester::host::Factory;
use tester::oracle::Eyes;
use tester::value::{Command, Value};

/// How many peers a puppet show has.
pub(crate) const PEERS: usize = 3;

/// What a puppet can be told.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub(crate) enum Order {
    /// Show this from now on, and save it.
    Be(View),
    /// Show this from now on, and save nothing.
    Pretend(View),
    /// Save this, whatever you show.
    Save(View),
    /// Give another peer an order, as a follower gets one from its leader.
    Tell(usize, Box<Order>),
    /// The same, and the other takes it with a handler that may wait.
    TellAsync(usize, Box<Order>),
    /// The same, by a message whose answer is empty.
    TellOneWay(usize, Box<Order>),
    /// Ask another peer for its vote, as it were, and order it something by that.
    Court(usize, Box<Order>),
    /// Hand this number up at this index.
    HandUp(u64, u64),
    /// Promise this index when the next command comes.
    Promise(u64),
    /// Do nothing; the first number makes one message differ from another.
    Nothing(u64),
}

/// An inspection as it is sent and saved.
#[derive(Serialize, Deserialize, Debug, Clone, Default)]
pub(crate) struct View {
    pub(crate) role: usize,
    pub(crate) term: u64,
    pub(crate) vote: Option<usize>,
    pub(crate) commit: u64,
    pub(crate) applied: u64,
    pub(crate) snapshot: (u64, u64),
    /// The terms of the entries and a number for their contents.
    pub(crate) log: Vec<(u64, u64)>,
}

/// A follower in `term` with entries of these terms, all different.
pub(crate) fn follower(term: u64, terms: &[u64]) -> View {
    let log = (1..).zip(terms).map(|(index, term)| (*term, index)).collect();
    View { term, log, ..View::default() }
}

/// A follower that has voted.
pub(crate) fn voter(vote: usize, term: u64, terms: &[u64]) -> View {
    View { vote: Some(vote), ..follower(term, terms) }
}

/// A candidate, which has voted for itself.
pub(crate) fn candidate(me: usize, term: u64, terms: &[u64]) -> View {
    View { role: 1, ..voter(me, term, terms) }
}

/// A leader.
pub(crate) fn leader(me: usize, term: u64, terms: &[u64]) -> View {
    View { role: 2, ..voter(me, term, terms) }
}

impl View {
    /// The same, with so much committed.
    pub(crate) fn committed(self, commit: u64) -> Self {
        Self { commit, ..self }
    }
}

impl From<View> for Inspection {
    fn from(view: View) -> Self {
        Self {
            role: [Role::Follower, Role::Candidate, Role::Leader][view.role],
            term: view.term,
            voted_for: view.vote,
            commit_index: view.commit,
            last_applied: view.applied,
            snapshot_index: view.snapshot.0,
            snapshot_term: view.snapshot.1,
            log: view.log.into_iter().map(|(term, digest)| LogMark { term, digest }).collect(),
        }
    }
}

#[derive(Serialize, Deserialize, Debug)]
struct Append(Order);

impl Rpc for Append {
    type Reply = bool;
    const METHOD: &'static str = "Puppet.Append";
}

#[derive(Serialize, Deserialize, Debug)]
struct Later(Order);

impl Rpc for Later {
    type Reply = bool;
    const METHOD: &'static str = "Puppet.Later";
}

#[derive(Serialize, Deserialize, Debug)]
struct OneWay(Order);

impl Rpc for OneWay {
    type Reply = ();
    const METHOD: &'static str = "Puppet.OneWay";
}

#[derive(Serialize, Deserialize, Debug)]
struct Vote(Order);

impl Rpc for Vote {
    type Reply = bool;
    const METHOD: &'static str = "Puppet.Vote";
}

/// A puppet.
struct Peer {
    ends: Vec<ClientEnd>,
    disk: Persister,
    apply: ApplySender,
    view: RefCell<View>,
    promised: RefCell<u64>,
}

impl Peer {
    fn obey(&self, order: Order) {
        match order {
            Order::Be(view) => {
                self.save(&view);
                self.view.replace(view);
            }
            Order::Pretend(view) => drop(self.view.replace(view)),
            Order::Save(view) => self.save(&view),
            Order::Tell(to, order) => {
                let end = self.ends[to].clone();
                sim::spawn(async move { end.call(&Append(*order)).await });
            }
            Order::TellAsync(to, order) => {
                let end = self.ends[to].clone();
                sim::spawn(async move { end.call(&Later(*order)).await });
            }
            Order::TellOneWay(to, order) => {
                let end = self.ends[to].clone();
                sim::spawn(async move { end.call(&OneWay(*order)).await });
            }
            Order::Court(to, order) => {
                let end = self.ends[to].clone();
                sim::spawn(async move { end.call(&Vote(*order)).await });
            }
            Order::HandUp(index, number) => {
                let (apply, command) = (self.apply.clone(), Command::from(Value::Number(number)).bytes());
                sim::spawn(async move { apply.send(ApplyMsg::Command { index, command }).await });
            }
            Order::Promise(index) => drop(self.promised.replace(index)),
            Order::Nothing(_) => {}
        }
    }

    /// Obeys, and says so.
    fn answer(&self, order: Order) -> bool {
        self.obey(order);
        true
    }

    fn save(&self, view: &View) {
        self.disk.save(labgob::encode(view).unwrap(), self.disk.snapshot());
    }
}

impl Raft for Peer {
    fn make(cx: PeerContext) -> Rc<Self> {
        let saved = cx.persister.state();
        let saved = if saved.is_empty() { View::default() } else { labgob::decode(&saved).unwrap() };
        let view = View { role: 0, commit: saved.snapshot.0, applied: 0, ..saved };
        let (view, promised) = (RefCell::new(view), RefCell::new(1));
        Rc::new(Self { ends: cx.peers, disk: cx.persister, apply: cx.apply, view, promised })
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        server.on(self, |peer, Append(order)| peer.answer(order));
        server.on(self, |peer, Vote(order)| peer.answer(order));
        server.on(self, |peer, OneWay(order)| peer.obey(order));
        server.on_async(self, |peer, Later(order)| async move { peer.answer(order) });
    }

    fn start(self: &Rc<Self>, command: Bytes) -> Option<Started> {
        if let Some(Value::Text(order)) = Command::from_bytes(command).value() {
            self.obey(serde_json::from_str(&order).unwrap());
            return None;
        }
        let index = *self.promised.borrow();
        Some(Started { index, term: self.view.borrow().term })
    }

    fn state(&self) -> PeerState {
        let view = self.view.borrow();
        PeerState { term: view.term, is_leader: view.role == 2 }
    }

    fn snapshot(self: &Rc<Self>, _index: u64, _snapshot: Bytes) {}

    fn inspect(&self) -> Option<Inspection> {
        Some(self.view.borrow().clone().into())
    }
}

/// The hand that holds the strings.
#[derive(Clone)]
pub(crate) struct Hand(pub(crate) Cluster);

impl Hand {
    /// Gives a peer an order, which it obeys at once, and everybody time to do what comes of it.
    pub(crate) async fn order(&self, peer: usize, order: Order) {
        self.0.start(peer, serde_json::to_string(&order).unwrap());
        sim::sleep(Duration::from_millis(2)).await;
    }

    /// Has a peer be this, by a message from the one after it, which it answers.
    pub(crate) async fn be(&self, peer: usize, view: View) {
        self.tell(peer, Order::Be(view)).await;
    }

    /// Has a peer obey, by a message from the one after it, which it answers.
    pub(crate) async fn tell(&self, peer: usize, order: Order) {
        self.order((peer + 1) % PEERS, Order::Tell(peer, Box::new(order))).await;
    }
}

/// Lets three puppets play on a reliable network, before open eyes; the first rule that they broke, if any.
pub(crate) fn play<F: Future<Output = ()>>(script: impl FnOnce(Hand) -> F + 'static) -> Option<Violation> {
    let report = sim::run(sim::Config::new(7), |_| async move {
        let setup = Setup { peers: PEERS, wire: Wire::Reliable, service: Service::Plain };
        let cluster = Cluster::build(setup, Factory::of::<Peer>());
        cluster.watch_with(Eyes::All);
        script(Hand(cluster.clone())).await;
        cluster.violation()
    });
    report.result.unwrap_or_else(|stop| panic!("{stop}"))
}

/// The name of the rule that was broken, and the evidence without the number of the event.
pub(crate) fn told(violation: Option<Violation>) -> (&'static str, String) {
    let violation = violation.expect("a rule is broken");
    (violation.rule.as_str(), violation.message)
}

/// Asserts that a play breaks this rule with this evidence.
#[track_caller]
pub(crate) fn assert_broken(violation: Option<Violation>, rule: &str, peers: &[usize], sentence: &str) {
    let broken = violation.clone().map(|violation| violation.peers);
    assert_eq!(told(violation), (rule, sentence.to_owned()));
    assert_eq!(broken.as_deref(), Some(peers));
}
