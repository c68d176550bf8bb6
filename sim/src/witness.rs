//! Witnesses: whoever follows a run from outside while it goes on.

use std::any::Any;
use std::panic::Location;

use crate::behalf::Current;
use crate::{Event, Instant, NodeId, World};

/// Is told what a run is doing, while it does it: a watchdog that names whose code never came back, or a log
/// that outlives the process.
///
/// A witness changes nothing: not the run, nor its digest. It is called on the run's own thread, often, and
/// passes on what others shall see. It must not panic: that could be taken for a panic of the code that runs.
pub trait Witness {
    /// Code of somebody's is about to run: a step of a task, a handler, a destructor, something
    /// [entered](crate::World::enter); or it goes on, after code that was run in its midst. So the last
    /// moment told is that of the code that is running.
    fn step(&self, moment: Moment) {
        let _ = moment;
    }

    /// Something was observed. Only told where the trace is kept.
    fn event(&self, event: &Event) {
        let _ = event;
    }

    /// Whether it wants to be shown what there is now inside of a node: see [`World::show`]. If so, it will
    /// be.
    fn wants_sight(&self, node: NodeId) -> bool {
        let _ = node;
        false
    }

    /// Somebody has looked into a node, and shows what there was to be seen. It is no event.
    fn sight(&self, node: NodeId, sight: &dyn Any) {
        let _ = (node, sight);
    }
}

/// When and on whose behalf code runs.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The virtual time.
    pub at: Instant,
    /// The node; `None` for the test script.
    pub node: Option<NodeId>,
    /// Where the running task was spawned; `None` in a handler or other code that runs outside a task.
    pub spawned: Option<&'static Location<'static>>,
}

impl World {
    /// Has somebody look into a node for the witness, if it wants that. What is seen is no event, and no part
    /// of the digest. Only where the trace is kept.
    #[inline]
    pub fn show<T: Any>(&self, node: NodeId, look: impl FnOnce() -> Option<T>) {
        if !self.recording() {
            return;
        }
        if let Some(witness) = self.inner().witness.as_ref().filter(|witness| witness.wants_sight(node))
            && let Some(sight) = look()
        {
            witness.sight(node, &sight);
        }
    }

    /// Tells the witness, if there is one, whose code runs from now on.
    #[inline]
    pub(crate) fn tell_witness(&self, current: Current) {
        if let Some(witness) = &self.inner().witness {
            let Current { life, spawned } = current;
            witness.step(Moment { at: self.now(), node: life.node, spawned });
        }
    }
}
