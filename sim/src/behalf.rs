//! Running code on somebody's behalf: every step of a task, every handler and every destructor passes through
//! here.

use std::panic::Location;

use crate::panics::{self, Caught};
use crate::trace::Panicked;
use crate::{Life, NodeId, Stop, World};

/// The number of no step: nobody's code is running.
pub(crate) const NO_STEP: u64 = 0;

/// On whose behalf code is running now.
#[derive(Clone, Copy)]
pub(crate) struct Current {
    pub(crate) life: Life,
    /// Where the running task was spawned; `None` outside tasks.
    pub(crate) spawned: Option<&'static Location<'static>>,
}

impl World {
    /// Runs `f` as the node: what it spawns, draws and notes is the node's, and so is its panic, which ends
    /// the run: then the answer is `None`.
    pub fn enter<T>(&self, node: NodeId, f: impl FnOnce() -> T) -> Option<T> {
        self.enter_life(self.life_of(node), f)
    }

    /// Like [`enter`](Self::enter), for this one life of a node. `None`, without running `f`, if it has
    /// ended.
    pub fn enter_life<T>(&self, life: Life, f: impl FnOnce() -> T) -> Option<T> {
        if !self.is_alive(life) {
            return None;
        }
        self.run_as(Current { life, spawned: None }, || {
            let value = f();
            self.tell_observer(life);
            value
        })
    }

    /// Looks at a node: runs `f` as its present life, and nobody is told of it as of a step. A panic is the
    /// node's and ends the run: then the answer is `None`.
    pub fn look<T>(&self, node: NodeId, f: impl FnOnce() -> T) -> Option<T> {
        self.inner().looks.set(self.inner().looks.get() + 1);
        self.run_as(Current { life: self.life_of(node), spawned: None }, f)
    }

    /// Runs `f` on behalf of `current`. A panic ends the run, unless the life has crashed over `f`.
    pub(crate) fn run_as<T>(&self, current: Current, f: impl FnOnce() -> T) -> Option<T> {
        let outer_step = self.begin_step();
        let before = self.inner().current.replace(current);
        let was_alive = self.is_current();
        self.inner().running.borrow_mut().push(current.life);
        self.tell_witness(current);
        let result = panics::catch(f);
        let died = was_alive && !self.is_current();
        let value = match result {
            Ok(value) => Some(value),
            Err(caught) => {
                if !died {
                    self.panicked(caught);
                }
                None
            }
        };
        self.inner().running.borrow_mut().pop();
        self.inner().current.set(before);
        self.inner().step.set(outer_step);
        if outer_step != NO_STEP {
            self.tell_witness(before);
        }
        self.bury_remains(current.life);
        value
    }

    /// Numbers what runs from now on as a step of its own; the number before.
    pub(crate) fn begin_step(&self) -> u64 {
        self.inner().steps.set(self.inner().steps.get() + 1);
        self.inner().step.replace(self.inner().steps.get())
    }

    fn panicked(&self, caught: Caught) {
        let Caught { message, location, frames, is_held_across_await } = caught;
        self.emit(Panicked(message.clone()));
        self.stop(Stop::Panic { place: self.place(), message, location, frames, is_held_across_await });
    }

    /// Drops something that belongs to a life. Its destructors may be anybody's code: they run on that life's
    /// behalf, and a panic in them ends the run like any other. Things are dropped one by one, since two
    /// panics at once would end the process.
    pub fn drop_as<T>(&self, life: Life, garbage: T) {
        self.run_as(Current { life, spawned: None }, || drop(garbage));
    }

    /// Drops something that belongs to the node's present life: see [`drop_as`](Self::drop_as).
    pub fn drop_on<T>(&self, node: NodeId, garbage: T) {
        self.drop_as(self.life_of(node), garbage);
    }

    /// Drops what belongs to no life in particular, one by one: see [`drop_as`](Self::drop_as). For devices
    /// that let go of nodes' code.
    pub fn drop_each<T>(&self, garbage: impl IntoIterator<Item = T>) {
        for piece in garbage {
            self.drop_as(self.current_life(), piece);
        }
    }
}
