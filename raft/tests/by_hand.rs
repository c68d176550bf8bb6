//! Three peers hosted by hand: what a program does that wants a Raft without the lab's tester around it.
//!
//! A host needs a node for each peer, a server and three ends on the network, a persister, and a service that
//! takes what comes up the apply channel. The service here keeps the commands that it was given, and can be
//! asked for a snapshot of them.

#![allow(clippy::unwrap_used)] // a failed test is what it is for

use std::cell::RefCell;

use labrpc::Network;
use raft::Peer;
use raftapi::prelude::*;
use raftapi::{ApplyReceiver, apply_channel};
use sim::{NodeId, World};

const PEERS: usize = 3;

struct Host {
    world: World,
    network: Network,
    seats: Vec<Seat>,
    ends_made: usize,
}

/// What there is of a peer, whether it is up or not.
struct Seat {
    node: NodeId,
    persister: Persister,
    /// `None` while it is down.
    peer: Option<Rc<Peer>>,
    /// What the service of the peer's present life has been given.
    commands: Rc<RefCell<Vec<String>>>,
}

impl Host {
    fn new(world: World) -> Self {
        let seat = |i| Seat {
            node: world.add_node(format!("peer {i}")),
            persister: Persister::new(),
            peer: None,
            commands: Rc::default(),
        };
        let seats = (0..PEERS).map(seat).collect();
        let mut host = Self { world, network: Network::new(), seats, ends_made: 0 };
        (0..PEERS).for_each(|i| host.boot(i));
        host
    }

    /// Everything of a peer's life belongs to its node, so all of it is made as that node.
    fn boot(&mut self, i: usize) {
        let peers = (0..PEERS).map(|to| self.link_to(to)).collect();
        let (apply, service) = apply_channel();
        let seat = &mut self.seats[i];
        let cx = PeerContext { me: i, peers, persister: seat.persister.clone(), apply };
        let (peer, server) = self
            .world
            .enter(seat.node, || {
                let peer = Peer::make(cx);
                let mut server = Server::new();
                peer.register(&mut server);
                (peer, server)
            })
            .unwrap();
        seat.commands = Rc::new(RefCell::new(commands_in(&seat.persister.snapshot())));
        self.world.spawn_on(seat.node, serve(service, seat.commands.clone()));
        seat.peer = Some(peer);
        self.network.add_server(i, server);
    }

    fn link_to(&mut self, to: usize) -> ClientEnd {
        let name = format!("end {}", self.ends_made);
        self.ends_made += 1;
        let end = self.network.make_end(name.as_str());
        self.network.connect(name.as_str(), to);
        self.network.enable(name.as_str(), true);
        end
    }

    /// The copy is what the disk holds at this moment. The life that ends here can no longer reach it.
    fn crash(&mut self, i: usize) {
        self.network.delete_server(i);
        let seat = &mut self.seats[i];
        seat.peer = None;
        seat.persister = seat.persister.copy();
        self.world.crash(seat.node);
    }

    async fn leader(&self) -> usize {
        loop {
            sim::sleep(Duration::from_millis(50)).await;
            let leads = |i: &usize| self.seats[*i].peer.as_ref().is_some_and(|peer| peer.state().is_leader);
            if let Some(leader) = (0..PEERS).filter(leads).max_by_key(|&i| self.peer(i).state().term) {
                return leader;
            }
        }
    }

    fn peer(&self, i: usize) -> &Rc<Peer> {
        self.seats[i].peer.as_ref().unwrap()
    }

    /// Gives the leader a command, as its node, and answers where it will be.
    async fn start(&self, command: &'static str) -> u64 {
        let leader = self.leader().await;
        let start = || self.peer(leader).start(Bytes::from_static(command.as_bytes()));
        self.world.enter(self.seats[leader].node, start).flatten().unwrap().index
    }

    /// Waits until everybody who is up has been given `count` commands.
    async fn everybody_has(&self, count: usize) {
        let behind = |seat: &Seat| seat.peer.is_some() && seat.commands.borrow().len() < count;
        while self.seats.iter().any(behind) {
            sim::sleep(Duration::from_millis(10)).await;
        }
    }

    fn commands(&self, i: usize) -> Vec<String> {
        self.seats[i].commands.borrow().clone()
    }

    /// Has the services of everybody who is up replace their log up to `index`.
    fn snapshot(&self, index: u64) {
        for seat in &self.seats {
            if let Some(peer) = &seat.peer {
                let commands = seat.commands.borrow()[..usize::try_from(index).unwrap()].to_vec();
                let snapshot = labgob::encode(&commands).unwrap();
                self.world.enter(seat.node, || peer.snapshot(index, snapshot)).unwrap();
            }
        }
    }
}

/// A service: takes what comes up, for as long as its node lives.
async fn serve(mut service: ApplyReceiver, commands: Rc<RefCell<Vec<String>>>) {
    while let Some(msg) = service.recv().await {
        match msg {
            ApplyMsg::Command { index, command } => {
                let mut commands = commands.borrow_mut();
                commands.push(String::from_utf8(command.to_vec()).unwrap());
                assert_eq!(commands.len() as u64, index, "commands come in order, without gaps");
            }
            ApplyMsg::Snapshot { index, snapshot, .. } => {
                *commands.borrow_mut() = commands_in(&snapshot);
                assert_eq!(commands.borrow().len() as u64, index);
            }
        }
    }
}

fn commands_in(snapshot: &[u8]) -> Vec<String> {
    if snapshot.is_empty() { Vec::new() } else { labgob::decode(snapshot).unwrap() }
}

/// Runs a story in worlds of many seeds.
fn for_some_seeds<F: Future<Output = ()> + 'static>(story: impl Fn(Host) -> F) {
    for seed in 1..=50 {
        let report = sim::run(sim::Config::new(seed), |world| story(Host::new(world)));
        assert!(report.result.is_ok(), "seed {seed}: {}", report.result.unwrap_err());
    }
}

#[test]
fn what_the_leader_accepts_reaches_everybody_in_order() {
    for_some_seeds(|host| async move {
        assert_eq!(host.start("a").await, 1);
        assert_eq!(host.start("b").await, 2);
        host.everybody_has(2).await;
        assert!((0..PEERS).all(|i| host.commands(i) == ["a", "b"]));
    });
}

#[test]
fn a_majority_goes_on_without_the_old_leader() {
    for_some_seeds(|mut host| async move {
        host.start("a").await;
        host.everybody_has(1).await;
        let old = host.leader().await;
        host.crash(old);
        assert_eq!(host.start("b").await, 2);
        host.boot(old);
        host.everybody_has(2).await;
        assert_eq!(host.commands(old), ["a", "b"]);
    });
}

#[test]
fn what_was_committed_survives_a_crash_of_everybody() {
    for_some_seeds(|mut host| async move {
        host.start("a").await;
        host.everybody_has(1).await;
        (0..PEERS).for_each(|i| host.crash(i));
        (0..PEERS).for_each(|i| host.boot(i));
        // A leader may not commit "a" by itself, for it is of an earlier term (Figure 8): that takes a
        // command of its own.
        assert_eq!(host.start("b").await, 2);
        host.everybody_has(2).await;
        assert!((0..PEERS).all(|i| host.commands(i) == ["a", "b"]));
    });
}

#[test]
fn a_follower_that_missed_what_is_now_a_snapshot_is_sent_the_snapshot() {
    for_some_seeds(|mut host| async move {
        host.start("a").await;
        host.everybody_has(1).await;
        let absent = (host.leader().await + 1) % PEERS;
        host.crash(absent);
        for command in ["b", "c", "d"] {
            host.start(command).await;
        }
        host.everybody_has(4).await;
        host.snapshot(3);
        host.boot(absent);
        host.everybody_has(4).await;
        assert_eq!(host.commands(absent), ["a", "b", "c", "d"]);
        let inspection = host.peer(absent).inspect().unwrap();
        assert_eq!((inspection.snapshot_index, inspection.log.len()), (3, 1));
    });
}
