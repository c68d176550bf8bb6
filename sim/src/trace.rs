//! The event trace: what happened in a run, folded into the digest always and kept when asked.

use std::any::Any;
use std::fmt;
use std::panic::Location;
use std::rc::Rc;

use crate::{Digest, Instant, NodeId};

/// Something observable that happened: a message was sent, a peer saved its state, a test passed a
/// checkpoint.
///
/// The simulator knows no network and no Raft; each crate brings the facts of its own layer. `Display` is the
/// text that a person reads in the run's log.
///
/// `fold` must feed the digest the same whether the trace is kept or not: whatever is computed only for a
/// kept trace (decoded arguments, say) stays out of it.
pub trait Fact: Any + fmt::Display {
    /// A short constant name of this kind of fact, such as `persisted`: what logs filter and colour by.
    fn kind(&self) -> &'static str;

    /// Folds the content of the fact into the run's digest. Time, node and kind are folded by the caller.
    fn fold(&self, digest: &mut Digest);
}

/// One entry of a kept trace.
#[derive(Clone)]
pub struct Event {
    /// The position in the trace, from 0 on.
    pub id: u64,
    /// When it happened.
    pub at: Instant,
    /// The node where it happened; `None` for the test script.
    pub node: Option<NodeId>,
    /// Where the task that was running was spawned; `None` in a handler or other code outside a task.
    pub task: Option<&'static Location<'static>>,
    /// What happened.
    pub fact: Rc<dyn Fact>,
}

impl Event {
    /// The fact as `T`, if that is what it is.
    pub fn fact<T: Fact>(&self) -> Option<&T> {
        let any: &dyn Any = &*self.fact;
        any.downcast_ref()
    }

    /// The digest of this one event: of its time, node, kind and content. Two runs that differ do so from the
    /// first event on whose digests differ.
    pub fn digest(&self) -> u64 {
        let mut digest = Digest::new();
        fold(&mut digest, self.at, self.node, &*self.fact);
        digest.value()
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} {:?} {:?} {}: {}", self.id, self.at, self.node, self.fact.kind(), self.fact)
    }
}

/// Folds one event.
fn fold(digest: &mut Digest, at: Instant, node: Option<NodeId>, fact: &(impl Fact + ?Sized)) {
    digest.word(at.as_nanos());
    digest.word(node.map_or(u64::MAX, |node| node.index() as u64));
    digest.bytes(fact.kind().as_bytes());
    fact.fold(digest);
}

/// What is left of a trace when its run is over.
pub(crate) struct Finished {
    pub(crate) digest: u64,
    pub(crate) observed: u64,
    /// What was kept.
    pub(crate) events: Vec<Event>,
}

/// What became of a fact.
pub(crate) enum Added<F> {
    /// It is an event of a kept trace.
    Kept(Event),
    /// It is in the digest, and is given back.
    Folded(F),
}

/// The growing trace of one run.
pub(crate) struct Trace {
    digest: Digest,
    count: u64,
    kept: Option<Vec<Event>>,
}

impl Trace {
    pub(crate) fn new(seed: u64, keep: bool) -> Self {
        let mut digest = Digest::new();
        digest.word(seed);
        Self { digest, count: 0, kept: keep.then(Vec::new) }
    }

    /// Adds an event, which happened in the task spawned at `task`.
    pub(crate) fn add<F: Fact>(
        &mut self,
        at: Instant,
        node: Option<NodeId>,
        task: Option<&'static Location<'static>>,
        fact: F,
    ) -> Added<F> {
        fold(&mut self.digest, at, node, &fact);
        let id = self.count;
        self.count += 1;
        let Some(kept) = &mut self.kept else { return Added::Folded(fact) };
        let event = Event { id, at, node, task, fact: Rc::new(fact) };
        kept.push(event.clone());
        Added::Kept(event)
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// What it came to. The kept events leave the trace.
    pub(crate) fn finish(&mut self) -> Finished {
        let events = self.kept.take().unwrap_or_default();
        Finished { digest: self.digest.value(), observed: self.count, events }
    }
}

/// A line that the simulated code left in the trace with [`note!`](crate::note!).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(pub String);

impl Fact for Note {
    fn kind(&self) -> &'static str {
        "note"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.bytes(self.0.as_bytes());
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A panic of simulated code, which ended the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panicked(pub String);

impl Fact for Panicked {
    fn kind(&self) -> &'static str {
        "panic"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.bytes(self.0.as_bytes());
    }
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "panicked: {}", self.0)
    }
}
