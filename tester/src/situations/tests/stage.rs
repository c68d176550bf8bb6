//! A run that is made up, fact by fact.

use std::cell::RefCell;
use std::rc::Rc;

use labrpc::facts::{ReplyDelivered, ReplySent, RequestDelivered, RequestSent};
use raftapi::{Persisted, Persister, Started};
use sim::{Auditor, Config, Fact, Instant, NodeId, Notice, World};

use super::super::{Situation, Tracker};
use crate::facts::{Applied, Fault, RoleChange, Submitted};
use crate::value::{Command, Value};

/// A run of three peers that is made up, fact by fact.
pub(super) struct Stage {
    pub(super) nodes: Vec<NodeId>,
    pub(super) tracker: Tracker,
    now: Instant,
    id: u64,
}

impl Stage {
    pub(super) fn tell(&mut self, node: Option<NodeId>, fact: &dyn Fact) {
        self.id += 1;
        self.tracker.fact(&Notice { id: self.id, at: self.now, node, fact });
    }

    pub(super) fn at(&mut self, peer: usize, fact: &impl Fact) {
        self.tell(Some(self.nodes[peer]), fact);
    }

    fn wait(&mut self) {
        self.now = Instant::from_nanos(self.now.as_nanos() + 1);
    }

    pub(super) fn role(&mut self, peer: usize, term: u64, is_leader: bool) {
        self.at(peer, &RoleChange { term, is_leader });
    }

    pub(super) fn start(&mut self, peer: usize, number: u64, index: u64, term: u64) {
        self.at(peer, &Submitted { command: command(number), started: Started { index, term } });
    }

    pub(super) fn apply(&mut self, peers: &[usize], index: u64, number: u64) {
        for &peer in peers {
            self.at(peer, &Applied { index, command: command(number) });
        }
    }

    pub(super) fn send(&mut self, from: usize, call: u64) {
        self.wait();
        self.at(from, &RequestSent { call, to: None, method: "M", size: 0, digest: 0, content: None });
    }

    pub(super) fn deliver(&mut self, to: usize, call: u64) {
        self.wait();
        self.at(to, &RequestDelivered { call, from: None, method: "M", at_once: true, is_copy: false });
    }

    pub(super) fn answer(&mut self, to: usize, call: u64) {
        self.at(
            to,
            &ReplySent { call, to: None, method: "M", size: 0, digest: 0, content: None, is_copy: false },
        );
    }

    pub(super) fn hear(&mut self, from: usize, call: u64) {
        self.wait();
        self.at(from, &ReplyDelivered { call, from: None, method: "M", awaited: true });
    }

    pub(super) fn restart(&mut self, peer: usize, life: u64) {
        self.at(peer, &Fault::Disconnected);
        self.at(peer, &Fault::Crashed);
        self.at(peer, &Fault::Booted { life });
    }
}

fn command(number: u64) -> Command {
    Command::from(Value::Number(number))
}

/// What is counted in the run that `play` makes up, without what is counted in every run.
pub(super) fn counted(play: impl FnOnce(&mut Stage) + 'static) -> Vec<(Situation, u64)> {
    let report = sim::run(Config::new(1), |world| async move {
        world.add_node("somebody else");
        let nodes: Vec<NodeId> = (0..3).map(|peer| world.add_node(format!("peer {peer}"))).collect();
        let tracker = Tracker::new(nodes[0], nodes.len());
        let mut stage = Stage { nodes, tracker, now: Instant::ZERO, id: 0 };
        play(&mut stage);
        stage.tracker.reached().iter().collect::<Vec<_>>()
    });
    let usual = [Situation::LeaderElected, Situation::AppliedByAll];
    let all = report.result.expect("nothing can stop this run");
    all.into_iter().filter(|(situation, _)| !usual.contains(situation)).collect()
}

/// The fact of a save, which only a disk can make.
pub(super) fn saved() -> Persisted {
    #[derive(Default)]
    struct Catcher(RefCell<Option<Persisted>>);

    impl Auditor for Catcher {
        fn fact(&self, notice: &Notice<'_>) {
            self.0.replace(notice.fact().cloned());
        }
    }

    let catcher = Rc::new(Catcher::default());
    World::current().audit(catcher.clone());
    Persister::new().save("state", "");
    catcher.0.take().expect("a save is a fact")
}
