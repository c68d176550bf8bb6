//! Noticing what a step has changed of a peer.

use std::cell::{Cell, OnceCell};
use std::rc::{Rc, Weak};

use sim::{NodeId, World};

use crate::facts::RoleChange;
use crate::host::Hosted;
use crate::oracle::Oracles;
use crate::record::{self, Sight};

/// Has the world look at the peer after each of its steps, until it crashes, note when its term or role has
/// changed, and tell the oracles, if there are any.
///
/// The watcher must not keep the peer alive: the world owns the watcher, and the peer's tasks, which the
/// world owns too, may own the world.
pub(super) fn observe(
    world: &World,
    node: NodeId,
    peer: usize,
    instance: &Rc<dyn Hosted>,
    oracles: &Rc<OnceCell<Weak<Oracles>>>,
) {
    let instance = Rc::downgrade(instance);
    let oracles = oracles.clone();
    let last = Cell::new(None);
    let look = move || {
        let Some(instance) = instance.upgrade() else { return };
        let state = instance.state();
        let change = RoleChange { term: state.term, is_leader: state.is_leader };
        if last.replace(Some(change)) != Some(change) {
            World::current().emit_on(node, change);
        }
        World::current()
            .show(node, || Some(Sight { state, view: record::muted(|| instance.inspect()).map(Rc::new) }));
        if let Some(oracles) = oracles.get().and_then(Weak::upgrade) {
            drop(instance);
            oracles.stepped(peer, state);
        }
    };
    world.observe(node, Some(Rc::new(look)));
}
