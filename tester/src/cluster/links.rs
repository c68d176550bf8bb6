//! Cutting and joining peers.

use super::Cluster;
use crate::facts::Fault;

impl Cluster {
    /// Whether the tester has this peer connected.
    pub fn is_connected(&self, peer: usize) -> bool {
        self.0.seats[peer].borrow().connected
    }

    /// Links the peer, both ways, with every connected peer. Links with disconnected ones stay off.
    pub fn connect(&self, peer: usize) {
        self.mark(peer, true, Fault::Connected);
        for other in 0..self.size() {
            if self.is_connected(other) {
                self.enable(peer, other, true);
                self.enable(other, peer, true);
            }
        }
    }

    /// Cuts the peer off from everybody, both ways.
    pub fn disconnect(&self, peer: usize) {
        self.mark(peer, false, Fault::Disconnected);
        for other in 0..self.size() {
            self.enable(peer, other, false);
            self.enable(other, peer, false);
        }
    }

    fn mark(&self, peer: usize, connected: bool, fault: Fault) {
        let mut seat = self.0.seats[peer].borrow_mut();
        if std::mem::replace(&mut seat.connected, connected) != connected {
            self.0.world.emit_on(seat.node, fault);
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
