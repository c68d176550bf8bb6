//! Who tells the tracker of situations what happens, and shows it peers from inside when something about them
//! may have changed.

use std::cell::RefCell;
use std::rc::Rc;

use raftapi::{Inspection, Persisted};
use sim::{Auditor, NodeId, Notice, World};

use crate::facts::{Applied, Fault, RoleChange};
use crate::host::Hosted;
use crate::situations::{Reached, Tracker};

/// What is known of one peer.
struct Known {
    /// What the last look in this life showed.
    view: Option<Inspection>,
    /// Whether something happened since.
    changed: bool,
}

/// Follows a run for the tracker.
pub(super) struct Onlooker {
    first_node: usize,
    tracker: RefCell<Tracker>,
    known: RefCell<Vec<Known>>,
}

impl Onlooker {
    /// Follows what happens on these nodes, which follow each other, from now on.
    pub(super) fn new(world: &World, nodes: &[NodeId]) -> Rc<Self> {
        let known = nodes.iter().map(|_| Known { view: None, changed: true }).collect();
        let onlooker = Rc::new(Self {
            first_node: nodes.first().map_or(0, |node| node.index()),
            tracker: RefCell::new(Tracker::new(nodes)),
            known: RefCell::new(known),
        });
        world.audit(onlooker.clone());
        onlooker
    }

    /// What was reached until now.
    pub(super) fn reached(&self) -> Reached {
        self.tracker.borrow().reached()
    }

    /// A peer has taken a step.
    pub(super) fn stepped(&self, peer: usize, instance: &dyn Hosted) {
        if !self.known.borrow()[peer].changed {
            return;
        }
        let view = instance.inspect();
        let known = &mut self.known.borrow_mut()[peer];
        known.changed = false;
        let Some(after) = view else { return };
        let before = known.view.as_ref();
        if before == Some(&after) {
            return;
        }
        let agree = before.map_or(0, |before| common_end(before, &after));
        self.tracker.borrow_mut().seen(peer, before, &after, agree);
        known.view = Some(after);
    }
}

impl Auditor for Onlooker {
    fn fact(&self, notice: &Notice<'_>) {
        self.tracker.borrow_mut().fact(notice);
        let peer = notice.node.and_then(|node| node.index().checked_sub(self.first_node));
        let mut all = self.known.borrow_mut();
        let Some(known) = peer.and_then(|peer| all.get_mut(peer)) else { return };
        match notice.fact() {
            Some(Fault::Crashed | Fault::Booted { .. }) => *known = Known { view: None, changed: true },
            _ => {
                known.changed |= notice.fact::<Persisted>().is_some()
                    || notice.fact::<Applied>().is_some()
                    || notice.fact::<RoleChange>().is_some();
            }
        }
    }
}

/// The last index up to which both logs, where they overlap, are the same from the beginning on.
fn common_end(one: &Inspection, other: &Inspection) -> u64 {
    let first = one.snapshot_index.max(other.snapshot_index);
    let behind = |view: &Inspection| usize::try_from(first - view.snapshot_index).unwrap_or(usize::MAX);
    let one = one.log.get(behind(one)..).unwrap_or_default();
    let other = other.log.get(behind(other)..).unwrap_or_default();
    first + one.iter().zip(other).take_while(|(one, other)| one == other).count() as u64
}
