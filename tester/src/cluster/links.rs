//! Cutting and joining peers.

use super::Cluster;
use super::hand::Belief;
use crate::facts::Fault;
use crate::steering::Deed;

impl Cluster {
    /// Whether the tester has this peer connected.
    pub fn is_connected(&self, peer: usize) -> bool {
        self.is_linked(peer) && self.belief(peer) == Belief::True
    }

    /// The same, whatever the test believes.
    fn is_linked(&self, peer: usize) -> bool {
        self.0.seats[peer].borrow().connected
    }

    /// Links the peer, both ways, with every connected peer. Links with disconnected ones stay off, and so do
    /// those that are cut.
    pub fn connect(&self, peer: usize) {
        if self.belief(peer) == Belief::CutOff {
            self.believe(peer, Belief::True);
        }
        self.mark(peer, true, Fault::Connected);
        self.refresh_all_of(peer);
    }

    /// Cuts the peer off from everybody, both ways.
    pub fn disconnect(&self, peer: usize) {
        if self.is_connected(peer) && !self.may(Deed::CutOff) {
            self.believe(peer, Belief::CutOff);
        } else if self.belief(peer) == Belief::True {
            self.cut_off(peer);
        }
    }

    /// The same, whatever anybody was told.
    pub(super) fn cut_off(&self, peer: usize) {
        self.mark(peer, false, Fault::Disconnected);
        self.refresh_all_of(peer);
    }

    fn mark(&self, peer: usize, connected: bool, fault: Fault) {
        let mut seat = self.0.seats[peer].borrow_mut();
        if std::mem::replace(&mut seat.connected, connected) != connected {
            self.0.world.emit_on(seat.node, fault);
        }
    }

    fn refresh_all_of(&self, peer: usize) {
        for other in 0..self.size() {
            self.refresh(peer, other);
            self.refresh(other, peer);
        }
    }

    /// Brings one directed link to the state that it should be in.
    pub(super) fn refresh(&self, from: usize, to: usize) {
        let cut = self.0.cuts.borrow().has(from, to);
        self.enable(from, to, !cut && self.is_linked(from) && self.is_linked(to));
    }

    /// From now on nothing of the peer gets out and nothing gets in, though nobody is told.
    pub(super) fn silence(&self, peer: usize) {
        for other in 0..self.size() {
            self.enable(peer, other, false);
            self.enable(other, peer, false);
        }
    }

    /// One directed link. A peer that never ran has no ends yet.
    fn enable(&self, from: usize, to: usize, enabled: bool) {
        let end = self.0.seats[from].borrow().ends.get(to).cloned();
        if let Some(end) = end {
            self.0.network.enable(end, enabled);
        }
    }
}
