//! Shadow peers: what would a restart bring back, now?
//!
//! A shadow is a peer of the implementation under test, made from a copy of what another one has saved, in a
//! world aside: nothing that it spawns runs, nothing that it emits or draws reaches the run. It is looked at
//! once, and dropped.

use labrpc::{ClientEnd, Network, Server};
use raftapi::{Inspection, PeerContext, Persister, apply_channel};
use sim::Aside;

use crate::host::Factory;
use crate::record;

/// Where shadows are made.
pub(super) struct Shadows {
    /// Dead ends, one for each peer. They belong to the world aside, and so go before it; on an end nobody
    /// calls, there is nothing left to act on the world that runs.
    ends: Vec<ClientEnd>,
    aside: Aside,
    factory: Factory,
}

impl Shadows {
    pub(super) fn new(factory: Factory, peers: usize) -> Self {
        let aside = Aside::new();
        let make_ends = || {
            let network = Network::new();
            (0..peers).map(|peer| network.make_end(peer)).collect()
        };
        let ends = aside.run(make_ends).expect("a network can be made in any world");
        Self { ends, aside, factory }
    }

    /// What a peer would show of itself if it were restarted with this disk. `None` if that cannot be told:
    /// it would panic, or it shows nothing.
    pub(super) fn look(&self, me: usize, disk: &Persister) -> Option<Inspection> {
        let (persister, peers, factory) = (disk.copy(), self.ends.clone(), &self.factory);
        let shadow = record::muted(|| {
            self.aside.run(move || {
                let (apply, _service) = apply_channel();
                let mut server = Server::new();
                let context = PeerContext { me, peers, persister, apply };
                factory.build(context, &mut server).inspect()
            })
        });
        shadow.ok().flatten()
    }
}
