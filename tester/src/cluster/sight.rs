//! What the oracles may see of the cluster, and who installs them.

use std::rc::Rc;

use raftapi::{Inspection, Persister};
use sim::Instant;

use super::Cluster;
use crate::facts::Violated;
use crate::failure::Violation;
use crate::host::{Factory, Hosted};
use crate::oracle::{Eyes, Oracles};
use crate::record::{self, Sight};
use crate::situations::Reached;
use crate::value::Command;

impl Cluster {
    /// Has the oracles follow everything from now on. Call it before the peers have taken a step.
    pub fn watch_with(&self, eyes: Eyes) {
        let Some(first) = self.0.seats.first().filter(|_| eyes != Eyes::Off) else { return };
        let first = first.borrow().node;
        let oracles = Oracles::new(self.clone(), first, eyes);
        // The world keeps them, and lets go of them when the run is over.
        if self.0.oracles.set(Rc::downgrade(&oracles)).is_ok() {
            self.0.world.audit(oracles);
        }
    }

    /// The oracles, if there are any.
    pub(super) fn oracles(&self) -> Option<Rc<Oracles>> {
        self.0.oracles.get()?.upgrade()
    }

    /// The first rule that the oracles saw broken.
    pub fn violation(&self) -> Option<Violation> {
        self.oracles()?.violation()
    }

    /// The situations that were reached so far, where they are counted.
    pub(crate) fn reached(&self) -> Reached {
        self.oracles().map_or_else(Reached::default, |oracles| oracles.reached())
    }

    /// What a peer shows of its inside, without any consequence. `None` if it does not run or shows nothing.
    pub(crate) fn peek(&self, peer: usize) -> Option<Inspection> {
        let (node, instance) = {
            let seat = self.0.seats[peer].borrow();
            (seat.node, seat.instance.clone()?)
        };
        record::muted(|| self.0.world.look(node, move || Hosted::inspect(&*instance))).flatten()
    }

    /// Has whoever records the run see a peer that has taken no step yet.
    pub(super) fn show(&self, peer: usize) {
        let (node, instance) = {
            let seat = self.0.seats[peer].borrow();
            (seat.node, seat.instance.clone())
        };
        let Some(instance) = instance else { return };
        let look = move || Sight { state: instance.state(), view: instance.inspect().map(Rc::new) };
        self.0.world.show(node, || record::muted(|| self.0.world.look(node, look)));
    }

    /// What a peer saves to or, while it does not run, what it had saved.
    pub(crate) fn disk(&self, peer: usize) -> Option<Persister> {
        self.0.seats[peer].borrow().persister.clone()
    }

    /// Shows what a peer's service has applied up to `index`.
    pub(crate) fn with_applied<T>(&self, peer: usize, index: u64, see: impl FnOnce(&[Command]) -> T) -> T {
        see(self.0.ledger.borrow().prefix(peer, index))
    }

    /// How peers are built.
    pub(crate) fn factory(&self) -> Factory {
        self.0.factory.clone()
    }

    /// The present instant, in true time.
    pub(crate) fn now(&self) -> Instant {
        self.0.world.now()
    }

    /// Adds to the trace what the oracles found, as an event of whoever's code is running.
    pub(crate) fn tell(&self, violated: Violated) {
        self.0.world.emit(violated);
    }
}
