//! Who waits for what.

use std::fmt;
use std::panic::Location;
use std::rc::Rc;

use crate::{Instant, NodeId, World, ambient};

/// What a task waits for, in words: `a reply to Raft.RequestVote, called at src/election.rs:44`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// The kind of thing, such as `a reply to`.
    pub what: &'static str,
    /// The thing itself, or the function that was called, such as `Raft.RequestVote`. Empty if `what` says it
    /// all: then ` at` and the place follow, as in `the end of the task spawned at src/raft.rs:12`.
    pub subject: &'static str,
    /// Where in the source it was asked for.
    pub place: Option<&'static Location<'static>>,
}

impl Awaited {
    /// What a task waits for that only needs time to pass.
    pub(crate) const TIME: &'static str = "time to pass";

    /// Whether only time must pass: a task that waits for time is not stuck.
    pub fn is_time(&self) -> bool {
        self.what == Self::TIME
    }
}

impl fmt::Display for Awaited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)?;
        if !self.subject.is_empty() {
            write!(f, " {}", self.subject)?;
        }
        let Some(place) = self.place else { return Ok(()) };
        let link = if self.subject.is_empty() { " at" } else { ", called at" };
        write!(f, "{link} {}:{}", place.file(), place.line())
    }
}

/// A task that has not ended. `Display` says who it is and what it waits for.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The node that the task belongs to; `None` for the test script.
    pub node: Option<NodeId>,
    /// The node's label, or `test script`.
    pub label: Rc<str>,
    /// Where the task was spawned.
    pub spawned: &'static Location<'static>,
    /// What it waits for; `None` before its first step, and if it waits for a future that does not say so.
    pub awaits: Option<Awaited>,
    /// When it took its last step, or was spawned if it took none yet.
    pub since: Instant,
}

/// As in `peer 1 (task spawned at src/raft.rs:12) waits for time to pass in sim::sleep, called at ...`.
impl fmt::Display for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { label, spawned, .. } = self;
        write!(f, "{label} (task spawned at {}:{}) waits for ", spawned.file(), spawned.line())?;
        match &self.awaits {
            Some(awaited) => awaited.fmt(f),
            None => f.write_str("something that the simulator knows nothing of"),
        }
    }
}

/// The words of an [`Awaited`]: see its fields.
#[derive(Debug)]
pub struct Wait {
    /// The kind of thing.
    pub what: &'static str,
    /// The thing itself.
    pub subject: &'static str,
}

/// What a future says of itself. Two pointers: this is noted in almost every step.
#[derive(Clone, Copy)]
pub(crate) struct Said {
    wait: &'static Wait,
    place: &'static Location<'static>,
}

impl From<Said> for Awaited {
    fn from(Said { wait, place }: Said) -> Self {
        Self { what: wait.what, subject: wait.subject, place: Some(place) }
    }
}

impl World {
    /// Says what the running task will wait for if its step ends now, and where that was asked for. A future
    /// that is about to return `Pending`, and is made of no others, says so; of several in one step the last
    /// counts.
    #[inline]
    pub fn awaits(&self, wait: &'static Wait, place: &'static Location<'static>) {
        // Outside a task nobody waits. What is entered from within a step has no say in what the step awaits.
        if self.inner().current.get().spawned.is_some() {
            self.inner().awaited.set(Some(Said { wait, place }));
        }
    }

    /// All tasks that there are, and what each waits for.
    pub fn waiting(&self) -> Vec<Waiting> {
        let tasks = self.inner().tasks.borrow();
        let describe = |task: &crate::task::Task| Waiting {
            node: task.life.node,
            label: self.label_of(task.life),
            spawned: task.spawned,
            awaits: task.rest.awaits.map(Awaited::from),
            since: task.rest.since,
        };
        tasks.iter().map(describe).collect()
    }
}

/// [`World::awaits`] in the ambient world.
pub(crate) fn awaits(wait: &'static Wait, place: &'static Location<'static>) {
    ambient::try_with(|world| world.awaits(wait, place));
}
