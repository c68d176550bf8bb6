//! Devices: parts of the simulated world that act at given times without being tasks.

use std::rc::Rc;

/// Something outside the nodes that asked to be told when an instant comes: a network with messages under
/// way.
///
/// A device costs no task and no waker per event. It runs on no node's behalf; to run a node's code it uses
/// [`World::enter`](crate::World::enter).
pub trait Device {
    /// The instant asked for with [`World::schedule`](crate::World::schedule) has come; `token` is what was
    /// given there.
    fn fire(self: Rc<Self>, token: u64);

    /// Chance begins anew: to be drawn from the world's streams as they are from now on. Does nothing where
    /// nothing is left to chance.
    fn reseed(&self) {}

    /// The run is over: let go of everything that holds on to the world or to the nodes' code.
    fn shut_down(&self);
}
