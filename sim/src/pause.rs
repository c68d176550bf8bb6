//! Paused nodes: machines that stand still for a while, and do not know it.
//!
//! A paused node's tasks take no step. Its timers go off all the same, as a real machine's do while a process
//! is stopped: what they wake is ready, and takes its step when the pause is over, late. Whatever brings
//! messages to a node is to ask [`paused_until`](World::paused_until) and hold them back.

use crate::task::TaskId;
use crate::{Instant, Life, NodeId, World};

/// A node that stands still.
#[derive(Debug)]
pub(crate) struct Pause {
    until: Instant,
    /// The tasks that would have taken a step.
    held: Vec<TaskId>,
}

impl World {
    /// Stops all tasks of a node's present life until `at`; a pause that lasts longer is not shortened. The
    /// next life starts awake.
    pub fn pause_until(&self, node: NodeId, at: Instant) {
        if at <= self.now() {
            return;
        }
        let mut nodes = self.inner().nodes.borrow_mut();
        let pause = &mut nodes[node.index()].pause;
        match pause {
            Some(pause) if pause.until >= at => return,
            Some(pause) => pause.until = at,
            None => {
                *pause = Some(Pause { until: at, held: Vec::new() });
                self.inner().paused.set(self.inner().paused.get() + 1);
            }
        }
        self.inner().timers.borrow_mut().add_resume(at, node);
    }

    /// When the node's pause will be over; `None` if it is not paused.
    pub fn paused_until(&self, node: NodeId) -> Option<Instant> {
        if self.inner().paused.get() == 0 {
            return None;
        }
        self.inner().nodes.borrow()[node.index()].pause.as_ref().map(|pause| pause.until)
    }

    /// Puts a task aside whose turn has come, if its node is paused. Whether it was.
    pub(crate) fn hold(&self, id: TaskId) -> bool {
        if self.inner().paused.get() == 0 {
            return false;
        }
        let Some(Life { node: Some(node), .. }) = self.inner().tasks.borrow().life(id) else { return false };
        let mut nodes = self.inner().nodes.borrow_mut();
        let Some(pause) = &mut nodes[node.index()].pause else { return false };
        pause.held.push(id);
        true
    }

    /// A pause may be over: a longer one, or another life's, is not.
    pub(crate) fn resume(&self, node: NodeId) {
        if self.paused_until(node).is_none_or(|until| until > self.now()) {
            return;
        }
        for id in self.end_pause(node) {
            self.inner().scheduler.borrow_mut().push(id);
        }
    }

    /// Ends a pause, if there is one; the tasks that it held.
    pub(crate) fn end_pause(&self, node: NodeId) -> Vec<TaskId> {
        let pause = self.inner().nodes.borrow_mut()[node.index()].pause.take();
        let Some(Pause { held, .. }) = pause else { return Vec::new() };
        self.inner().paused.set(self.inner().paused.get() - 1);
        held
    }
}
