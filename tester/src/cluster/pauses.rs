//! Machines that stand still for a while, and clocks that do not show true time.

use std::time::Duration;

use super::Cluster;
use crate::facts::Fault;
use crate::steering::Deed;

impl Cluster {
    /// Stops a peer for so long: its tasks take no step, its timers are heard late, and requests wait for it.
    /// A longer pause that is under way stays as it is; a shorter one is made longer.
    pub fn pause(&self, peer: usize, span: Duration) {
        if !self.may(Deed::Pause) {
            return;
        }
        let (world, node) = (&self.0.world, self.0.seats[peer].borrow().node);
        let was_paused = world.paused_until(node).is_some();
        let until = world.now() + span;
        world.pause_until(node, until);
        if !was_paused {
            world.emit_on(node, Fault::Paused { until });
        }
    }

    /// Whether a peer stands still.
    pub fn is_paused(&self, peer: usize) -> bool {
        self.0.world.paused_until(self.0.seats[peer].borrow().node).is_some()
    }

    /// Sets the clocks, in thousandths of true time, before anybody runs. Those without an entry are true.
    pub(super) fn set_clocks(&self, clocks: &[u32]) {
        for (seat, permille) in self.0.seats.iter().zip(clocks.iter().copied()) {
            if permille != 1000 {
                let node = seat.borrow().node;
                self.0.world.set_clock_rate(node, permille);
                self.0.world.emit_on(node, Fault::Clock { permille });
            }
        }
    }
}
