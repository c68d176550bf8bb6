//! Noticing when a peer's term or role changes.

use std::cell::Cell;
use std::rc::Rc;

use sim::{NodeId, World};

use super::onlooker::Onlooker;
use crate::facts::RoleChange;
use crate::host::Hosted;

/// Has the world look at the peer after each of its steps, until it crashes, and note what changed.
///
/// The watcher must not keep the peer alive: the world owns the watcher, and the peer's tasks, which the
/// world owns too, may own the world.
pub(super) fn observe(
    world: &World,
    node: NodeId,
    instance: &Rc<dyn Hosted>,
    peer: usize,
    onlooker: &Rc<Onlooker>,
) {
    let instance = Rc::downgrade(instance);
    let last = Cell::new(None);
    let onlooker = onlooker.clone();
    let look = move || {
        let Some(instance) = instance.upgrade() else { return };
        let state = instance.state();
        let change = RoleChange { term: state.term, is_leader: state.is_leader };
        if last.replace(Some(change)) != Some(change) {
            World::current().emit_on(node, change);
        }
        onlooker.stepped(peer, &*instance);
    };
    world.observe(node, Some(Rc::new(look)));
}
