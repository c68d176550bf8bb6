//! Crashing and starting peers.

use std::rc::Rc;

use bytes::Bytes;
use labrpc::{ClientEnd, Name, Server};
use raftapi::{ApplySender, PeerContext, Persister, apply_channel};

use super::hand::Belief;
use super::service::Snapshot;
use super::{Cluster, reader, watch};
use crate::facts::{ApplyRefused, Fault, SnapshotInstalled};
use crate::failure::ApplyFailure;
use crate::steering::Deed;

impl Cluster {
    /// Whether this peer runs.
    pub fn is_running(&self, peer: usize) -> bool {
        let seat = self.0.seats[peer].borrow();
        seat.instance.is_some() && seat.belief != Belief::Down
    }

    /// Stops a peer for good: nothing of this life acts again. What it has saved stays for the next. Harmless
    /// on a peer that does not run.
    ///
    /// The test's hand may be told to leave it out.
    pub fn crash(&self, peer: usize) {
        if self.is_running(peer) && !self.may(Deed::Crash) {
            self.believe(peer, Belief::Down);
        } else if self.belief(peer) != Belief::Down {
            self.stop(peer);
        }
    }

    /// The same, whatever anybody was told.
    ///
    /// The order is the lab's: the peer is unregistered before its saved state is frozen, so nobody can have
    /// received a positive answer that rests on anything missing from the copy.
    ///
    /// May be called from within a step of the peer itself: see [`crash_at_save`](Self::crash_at_save).
    pub(super) fn stop(&self, peer: usize) {
        self.cut_off(peer);
        self.0.network.delete_server(peer);
        let (node, instance) = {
            let mut seat = self.0.seats[peer].borrow_mut();
            seat.persister = seat.persister.as_ref().map(Persister::copy);
            seat.armed.clear();
            seat.belief = Belief::True;
            (seat.node, seat.instance.take())
        };
        if instance.is_some() {
            // Its destructor is the implementation's code.
            self.0.world.crash_with(node, instance);
            self.0.world.emit_on(node, Fault::Crashed);
        }
    }

    /// Starts a peer with what it had saved, after crashing it if it runs. Leaves it disconnected.
    ///
    /// If it had saved a snapshot, its service begins with that. One that the service never made is a
    /// failure, which the script meets at its next look.
    pub fn boot(&self, peer: usize) {
        let runs_on = self.belief(peer) == Belief::Down || self.is_running(peer) && !self.may(Deed::Crash);
        if runs_on {
            return self.believe(peer, Belief::CutOff);
        }
        self.stop(peer);
        let ends = self.new_ends(peer);
        let persister = self.saved_state(peer);
        let (apply, deliveries) = apply_channel();
        let Some((instance, server)) = self.make(peer, ends, persister.clone(), apply) else { return };
        let node = {
            let mut seat = self.0.seats[peer].borrow_mut();
            seat.persister = Some(persister);
            seat.instance = Some(instance.clone());
            seat.fell_to = None;
            seat.node
        };
        watch::observe(&self.0.world, node, peer, &instance, &self.0.oracles);
        let desk = reader::Desk { peer, ledger: self.0.ledger.clone(), instance };
        self.0.world.spawn_on(node, desk.serve(self.0.service, deliveries));
        self.0.network.add_server(peer, server);
        self.show(peer);
        if let Some(oracles) = self.oracles() {
            oracles.booted(peer);
        }
    }

    /// Fresh ends for a new life, disabled, and named after their link and that life: the network draws each
    /// link's chances from its name, so names must not depend on what else has happened.
    fn new_ends(&self, peer: usize) -> Vec<ClientEnd> {
        let mut seat = self.0.seats[peer].borrow_mut();
        seat.life += 1;
        seat.ends = (0..self.size()).map(|to| Name::from(format!("{peer}>{to}#{}", seat.life))).collect();
        let connected = seat.ends.iter().enumerate().map(|(to, name)| {
            let end = self.0.network.make_end(name.clone());
            self.0.network.connect(name.clone(), to);
            end
        });
        connected.collect()
    }

    /// The saved state for a new life; its snapshot, if there is one, goes to the service at once.
    fn saved_state(&self, peer: usize) -> Persister {
        self.0.ledger.borrow_mut().restart(peer);
        let (node, life, saved) = {
            let seat = self.0.seats[peer].borrow();
            (seat.node, seat.life, seat.persister.as_ref().map(Persister::copy))
        };
        self.0.world.emit_on(node, Fault::Booted { life });
        let Some(persister) = saved else { return Persister::new() };
        let snapshot = persister.snapshot();
        if !snapshot.is_empty() {
            self.restore(peer, snapshot);
        }
        persister
    }

    fn restore(&self, peer: usize, bytes: Bytes) {
        let node = self.0.seats[peer].borrow().node;
        let size = bytes.len();
        if let Some(snapshot) = Snapshot::decode(bytes) {
            let index = snapshot.index;
            self.0.ledger.borrow_mut().install(peer, snapshot);
            self.0.world.emit_on(node, SnapshotInstalled { index });
        } else {
            let failure = ApplyFailure::SnapshotContent { peer, index: None, bytes: size };
            self.0.world.emit_on(node, ApplyRefused(failure.clone()));
            self.0.ledger.borrow_mut().fail(peer, failure);
        }
    }

    /// Runs the implementation's constructor and registration; `None` if it panicked.
    fn make(
        &self,
        peer: usize,
        ends: Vec<ClientEnd>,
        persister: Persister,
        apply: ApplySender,
    ) -> Option<(Rc<dyn crate::host::Hosted>, Server)> {
        let node = self.0.seats[peer].borrow().node;
        self.0.world.enter(node, || {
            let mut server = Server::new();
            let context = PeerContext { me: peer, peers: ends, persister, apply };
            let instance = self.0.factory.build(context, &mut server);
            (Rc::from(instance), server)
        })
    }
}
