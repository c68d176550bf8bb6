//! The scheduler's choice: which of the runnable tasks steps next.

use rand::RngExt;

use crate::streams::Stream;
use crate::task::TaskId;

/// The tasks that could take a step now.
pub(crate) struct Scheduler {
    ready: Vec<TaskId>,
    stream: Stream,
}

impl Scheduler {
    pub(crate) const fn new(stream: Stream) -> Self {
        Self { ready: Vec::new(), stream }
    }

    pub(crate) fn push(&mut self, task: TaskId) {
        self.ready.push(task);
    }

    /// Forgets all ready tasks: for a world whose tasks are gone, and where none is ever picked.
    pub(crate) fn clear(&mut self) {
        self.ready.clear();
    }

    /// Takes one of the ready tasks, each with the same chance.
    pub(crate) fn pick(&mut self) -> Option<TaskId> {
        match self.ready.len() {
            0 => None,
            1 => self.ready.pop(),
            several => {
                let chosen = self.stream.random_range(0..narrow(several));
                Some(self.ready.swap_remove(chosen as usize))
            }
        }
    }

    /// Puts things that are due at one instant into a random order.
    pub(crate) fn shuffle<T>(&mut self, due: &mut [T]) {
        for last in (1..due.len()).rev() {
            let chosen = self.stream.random_range(0..=narrow(last));
            due.swap(last, chosen as usize);
        }
    }
}

/// Choices are drawn as `u32`, so that they are the same on every word size.
fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("fewer than 2^32 things at once")
}
