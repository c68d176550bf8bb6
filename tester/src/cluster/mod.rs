//! The cluster under test: the lab's `config`.
//!
//! What it models: `N` peers of one implementation, each on a simulated node of its own, linked pairwise
//! through the simulated network; a service on top of each that records what it applies; and the tester's
//! hand that cuts, joins, crashes and restarts peers, submits commands and checks what comes of them.
//!
//! What it leaves out: the course's tester cannot stop an old instance's threads and so must bear with its
//! late deliveries. Here a crash drops every task of that life, so an old instance is silent.
//!
//! Determinism: everything is driven by one script on virtual time; what the script leaves to chance comes
//! from the script's own stream.
//!
//! Panics of a peer's code are caught by the simulator and end the run. A method that was calling the peer
//! then returns as if nobody had been there; the script does not get past its next `.await`.

mod agreement;
mod background;
mod crash_at_save;
mod cuts;
mod hand;
mod leadership;
mod ledger;
mod lifecycle;
mod links;
mod pauses;
mod reader;
mod seat;
mod service;
mod sight;
mod verdict;
mod watch;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::{Rc, Weak};

use labrpc::{Network, Storm};
use raftapi::{PeerState, Started};
use sim::World;

pub use agreement::{Awaited, Retry};
pub use crash_at_save::{ArmedCrash, CrashMoment};
pub use cuts::Cuts;
pub use ledger::Committed;
pub use service::Service;
pub(crate) use verdict::TearDown;

use self::hand::{Belief, Hand};
use self::ledger::Ledger;
use self::seat::Seat;
use crate::facts::{Checkpoint, Submitted, Weather};
use crate::failure::Failure;
use crate::host::{Factory, Hosted};
use crate::numbers::HANDLER_TIME;
use crate::oracle::Oracles;
use crate::steering::{Deed, Enough, Steering, Until};
use crate::value::{Command, Value};

/// What the network is like at first. Where nobody can be reached, calls always take up to 7 s to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// Nothing is lost, nothing is delayed.
    Reliable,
    /// One request in ten and one reply in ten is lost, and requests take up to 26 ms.
    Unreliable,
}

/// What a cluster is built from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setup {
    /// How many peers.
    pub peers: usize,
    /// What the network is like at first.
    pub wire: Wire,
    /// What stands on top of each peer.
    pub service: Service,
}

/// The cluster under test. A cheap handle: clones share one cluster.
#[derive(Clone)]
pub struct Cluster(Rc<Inner>);

/// invariant: no `RefCell` here is borrowed while a peer's code runs.
struct Inner {
    world: World,
    network: Network,
    factory: Factory,
    service: Service,
    seats: Vec<RefCell<Seat>>,
    /// The directed links that carry nothing, besides those of disconnected peers.
    /// The links that are cut.
    cuts: RefCell<Cuts>,
    /// Those that the test wants to be cut.
    wanted_cuts: RefCell<Cuts>,
    storm: Cell<Storm>,
    hand: RefCell<Hand>,
    /// When the run has shown enough.
    until: Option<Until>,
    /// Shared with the readers, which outlive no crash but must not keep the cluster alive.
    ledger: Rc<RefCell<Ledger>>,
    /// What went wrong in background tasks and was not raised yet.
    background: RefCell<Vec<Failure>>,
    /// What is odd, but no failure.
    warnings: RefCell<Vec<&'static str>>,
    /// Whoever else follows the run; shared with the peers' watchers.
    oracles: Rc<OnceCell<Weak<Oracles>>>,
}

impl Cluster {
    /// Builds the cluster: every peer is started and then connected, in order.
    ///
    /// # Panics
    /// Outside a simulation.
    pub fn build(setup: Setup, factory: Factory) -> Self {
        Self::build_with_clocks(setup, &[], factory)
    }

    /// The same, with clocks that run at so many thousandths of true time, by peer; those without an entry
    /// are true.
    ///
    /// # Panics
    /// Outside a simulation, and if a clock stands still.
    pub fn build_with_clocks(setup: Setup, clocks: &[u32], factory: Factory) -> Self {
        Self::build_steered(setup, clocks, &Steering::default(), factory)
    }

    /// The same, with what is told its network and the tester's hand.
    ///
    /// # Panics
    /// Outside a simulation, and if a clock stands still.
    pub(crate) fn build_steered(setup: Setup, clocks: &[u32], steering: &Steering, factory: Factory) -> Self {
        let world = World::current();
        let network = network(setup, steering);
        let seats =
            (0..setup.peers).map(|peer| Seat::new(world.add_node(format!("peer {peer}")))).map(RefCell::new);
        let inner = Inner {
            seats: seats.collect(),
            cuts: RefCell::default(),
            wanted_cuts: RefCell::default(),
            storm: Cell::new(Storm::NONE),
            hand: RefCell::new(Hand::new(steering.deeds.clone(), steering.tell)),
            until: steering.until.clone(),
            ledger: Rc::new(RefCell::new(Ledger::new(setup.peers))),
            background: RefCell::default(),
            warnings: RefCell::default(),
            oracles: Rc::default(),
            service: setup.service,
            world,
            network,
            factory,
        };
        let cluster = Self(Rc::new(inner));
        cluster.set_clocks(clocks);
        for peer in 0..setup.peers {
            cluster.boot(peer);
        }
        for peer in 0..setup.peers {
            cluster.connect(peer);
        }
        cluster
    }

    /// How many peers there are, running or not.
    pub fn size(&self) -> usize {
        self.0.seats.len()
    }

    /// The peer that comes `steps` after `peer`, round the circle: the lab's `L + k`.
    pub fn after(&self, peer: usize, steps: usize) -> usize {
        (peer + steps) % self.size()
    }

    /// Submits a command to one peer directly, whether it is connected or not. `None` if it does not believe
    /// that it leads, or does not run, or stands still; or if it crashes over it: then nobody learns whether
    /// it has saved the command.
    pub fn start(&self, peer: usize, value: impl Into<Value>) -> Option<Started> {
        self.submit(peer, &Command::from(value.into()))
    }

    fn submit(&self, peer: usize, command: &Command) -> Option<Started> {
        if self.is_paused(peer) {
            return None;
        }
        // Told within the step: whoever looks at what it did to the peer knows already why.
        let start = |instance: &dyn Hosted| {
            let started = instance.start(command.bytes())?;
            self.0.world.emit(Submitted { command: command.clone(), started });
            Some(started)
        };
        let number = if self.is_running(peer) { self.next(Deed::Start) } else { Some(0) };
        let Some(number) = number else {
            // Whoever looks at the peer after its steps looks now as well.
            self.ask(peer, |_| ());
            return None;
        };
        let started = self.ask(peer, |instance| start(instance)).flatten()?;
        self.did(Deed::Start, number);
        self.is_running(peer).then_some(started)
    }

    /// What a peer says of itself; `None` if it does not run.
    pub fn state(&self, peer: usize) -> Option<PeerState> {
        self.ask(peer, Hosted::state)
    }

    /// What a peer shows of its inside; `None` if it does not run or shows nothing.
    pub fn inspect(&self, peer: usize) -> Option<raftapi::Inspection> {
        self.ask(peer, Hosted::inspect).flatten()
    }

    /// Calls a running peer, on its own node. If it crashes over it, this was the last to hold it: that goes
    /// within the call, for its destructor is the node's code.
    fn ask<T>(&self, peer: usize, question: impl FnOnce(&(dyn Hosted + 'static)) -> T) -> Option<T> {
        let (node, instance) = {
            let seat = self.0.seats[peer].borrow();
            let instance = seat.instance.clone().filter(|_| seat.belief != Belief::Down);
            (seat.node, instance?)
        };
        self.0.world.enter(node, move || question(&*instance))
    }

    /// Switches the short delays and the losses off or on. Requests on their way keep what they met.
    pub fn set_reliable(&self, reliable: bool) {
        self.0.network.set_reliable(reliable);
        self.0.world.emit(Weather::Reliable(reliable));
    }

    /// Switches the late and unordered delivery of two replies in three on or off.
    pub fn set_long_reordering(&self, reordering: bool) {
        self.0.network.set_long_reordering(reordering);
        self.0.world.emit(Weather::LongReordering(reordering));
    }

    /// Sets what the network does beyond the lab's faults. Requests on their way keep what they met.
    pub fn set_storm(&self, storm: Storm) {
        if self.0.storm.replace(storm) == storm {
            return;
        }
        self.0.network.set_storm(storm);
        self.0.world.emit(Weather::Storm(storm));
    }

    /// RPCs that this peer's handlers have taken in its present life.
    pub fn rpc_count(&self, peer: usize) -> u64 {
        self.0.network.rpc_count(peer)
    }

    /// Bytes that the network has carried so far.
    pub fn bytes_total(&self) -> u64 {
        self.0.network.total_bytes()
    }

    /// The size of the persisted Raft state of every peer, crashed ones included, in bytes.
    pub fn log_sizes(&self) -> Vec<usize> {
        self.0
            .seats
            .iter()
            .map(|seat| seat.borrow().persister.as_ref().map_or(0, raftapi::Persister::state_size))
            .collect()
    }

    /// Says that something is odd, though no failure.
    pub fn warn(&self, warning: &'static str) {
        self.checkpoint(Checkpoint::Warning(warning));
        self.0.warnings.borrow_mut().push(warning);
    }

    /// Ends the run if this broken rule is all that it was to show.
    pub(crate) fn end_at(&self, rule: &str) {
        if self.0.until.as_ref().is_some_and(|until| until.rule == rule) {
            self.0.world.abort(Enough);
        }
    }

    /// Leaves a mark of the script's progress in the trace.
    pub fn checkpoint(&self, checkpoint: Checkpoint) {
        self.0.world.emit(checkpoint);
    }
}

/// The network as it is at first.
fn network(setup: Setup, steering: &Steering) -> Network {
    let network = Network::new();
    network.set_reliable(setup.wire == Wire::Reliable);
    network.set_long_delays(true);
    network.set_handler_limit(HANDLER_TIME);
    if let Some(mishaps) = &steering.messages {
        network.steer(mishaps.clone());
    }
    if steering.tell {
        network.keep_ledger();
    }
    network
}
