//! Crashes of nodes.
//!
//! A life can crash in the middle of a step of its own: a crash that comes exactly at a save does. On a real
//! machine nothing of that step would go on. Here its code runs on to the next `.await`, as a dead life's,
//! and the locks that it holds stay held till then. So what the life leaves is dropped after that: a
//! destructor that takes one of those locks has done nothing wrong. And a panic of what is left of the step
//! is one that never happened.

use std::any::Any;

use crate::{Life, NodeId, World};

/// What dead lives have left, that still have a step to finish.
pub(crate) type Remains = Vec<(Life, Box<dyn Any>)>;

impl World {
    /// Crashes a node: every task of its present life is dropped where it waits, and nothing it leaves behind
    /// can spawn again. What is spawned on the node from now on belongs to its next life.
    ///
    /// A task that crashes its own node runs on to its next `.await` and is dropped there; what else the life
    /// leaves is dropped then as well.
    pub fn crash(&self, node: NodeId) {
        self.crash_with(node, ());
    }

    /// The same. `garbage` is dropped with the rest of the life that ends, as that life's.
    pub fn crash_with(&self, node: NodeId, garbage: impl Any) {
        let dead = self.life_of(node);
        let observer = {
            let mut nodes = self.inner().nodes.borrow_mut();
            let state = &mut nodes[node.index()];
            state.incarnation += 1;
            state.stream = self.node_stream(node, state.incarnation);
            state.observer.take()
        };
        // What it held belonged to the dead life.
        self.end_pause(node);
        self.bury(dead, garbage);
        self.bury(dead, observer);
        self.drop_tasks(|life| life == dead);
    }

    /// Drops the tasks of all lives that `of` names.
    pub(crate) fn drop_tasks(&self, of: impl Fn(Life) -> bool) {
        let dropped = self.inner().tasks.borrow_mut().remove_where(of);
        for (life, task) in dropped {
            self.bury(life, task);
        }
    }

    /// Drops what a dead life leaves, or keeps it until the step is over that the life is taking.
    fn bury(&self, life: Life, garbage: impl Any) {
        if self.inner().running.borrow().contains(&life) {
            self.inner().remains.borrow_mut().push((life, Box::new(garbage)));
        } else {
            self.drop_as(life, garbage);
        }
    }

    /// Drops what was kept of a life, if no code runs on its behalf any more.
    pub(crate) fn bury_remains(&self, life: Life) {
        if self.inner().remains.borrow().is_empty() || self.inner().running.borrow().contains(&life) {
            return;
        }
        let all = self.inner().remains.take();
        let (own, others): (Remains, Remains) = all.into_iter().partition(|(of, _)| *of == life);
        self.inner().remains.replace(others);
        for (life, garbage) in own {
            self.drop_as(life, garbage);
        }
    }
}
