//! A peer that plays a part: what it says of itself, what it takes, what its handlers do.

use std::rc::Rc;

use raftapi::Inspection;
use raftapi::prelude::*;
use tester::cluster::{Cluster, Service, Setup, Wire};
use tester::host::Factory;

/// What an actor does. It is told its own number.
#[derive(Clone, Copy)]
pub(crate) struct Act {
    /// What it says of itself.
    pub(crate) state: fn(usize) -> PeerState,
    /// What it promises for a command.
    pub(crate) start: fn(usize, &Persister) -> Option<Started>,
    /// What it shows.
    pub(crate) inspect: fn(usize) -> Option<Inspection>,
    /// What its handler saves, one after the other.
    pub(crate) saves: &'static [&'static str],
    /// What it does besides.
    pub(crate) live: fn(usize, Vec<ClientEnd>),
}

impl Default for Act {
    fn default() -> Self {
        Self {
            state: |_| PeerState { term: 1, is_leader: false },
            start: |_, _| None,
            inspect: |_| None,
            saves: &[],
            live: |_, _| (),
        }
    }
}

pub(crate) struct Actor {
    act: Act,
    me: usize,
    persister: Persister,
    /// Held as long as the actor lives.
    _apply: ApplySender,
}

#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct Ask;

impl Rpc for Ask {
    type Reply = u64;
    const METHOD: &'static str = "Actor.Ask";
}

/// The same, answered by a task.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct AskLater;

impl Rpc for AskLater {
    type Reply = u64;
    const METHOD: &'static str = "Actor.AskLater";
}

impl Actor {
    fn save_all(&self) -> u64 {
        for state in self.act.saves {
            self.persister.save(*state, "");
        }
        7
    }
}

impl Raft for Actor {
    fn make(_: PeerContext) -> Rc<Self> {
        unreachable!("actors are made by their factory, which knows their part")
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        server.on(self, |actor, Ask| actor.save_all());
        server.on_async(self, |actor, AskLater| async move {
            sim::yield_now().await;
            actor.save_all()
        });
    }

    fn start(self: &Rc<Self>, _: Bytes) -> Option<Started> {
        (self.act.start)(self.me, &self.persister)
    }

    fn state(&self) -> PeerState {
        (self.act.state)(self.me)
    }

    fn snapshot(self: &Rc<Self>, _: u64, _: Bytes) {}

    fn inspect(&self) -> Option<Inspection> {
        (self.act.inspect)(self.me)
    }
}

/// Peers that all play this part.
pub(crate) fn factory(act: Act) -> Factory {
    Factory::new(move |cx: PeerContext| {
        let PeerContext { me, peers, persister, apply } = cx;
        (act.live)(me, peers);
        Rc::new(Actor { act, me, persister, _apply: apply })
    })
}

/// Plays a script with three actors on a reliable network; also the events.
pub(crate) fn play<T: 'static, F: Future<Output = T> + 'static>(
    act: Act,
    script: impl FnOnce(Cluster) -> F,
) -> (T, Vec<sim::Event>) {
    let config = sim::Config { record: true, ..sim::Config::new(7) };
    let report = sim::run(config, |_| {
        let setup = Setup { peers: 3, wire: Wire::Reliable, service: Service::Plain };
        script(Cluster::build(setup, factory(act)))
    });
    (report.result.unwrap_or_else(|stop| panic!("{stop}")), report.events)
}
