//! Auditors: whoever checks a run from inside the harness while it goes on.

use std::rc::Rc;

use crate::{Fact, Instant, NodeId, World};

/// Is told of every fact of a run, whether the trace is kept or not.
///
/// It is no part of what happens: a run has the same events and the same digest with an auditor as without,
/// up to the first fact that the auditor adds by itself. It is told of those too, in the midst of adding
/// them.
///
/// A fact is told where it happens, in the midst of whatever code reports it. That code may hold locks of its
/// node's: only facts that the harness reports after a node's code has come back are moments to
/// [look](World::look) at it.
pub trait Auditor {
    /// Something happened.
    fn fact(&self, notice: &Notice<'_>);
}

/// One fact, with when and where it happened: an [`Event`](crate::Event) that need not be kept.
#[derive(Clone, Copy)]
pub struct Notice<'a> {
    /// The position in the trace, from 0 on.
    pub id: u64,
    /// When it happened.
    pub at: Instant,
    /// The node where it happened; `None` for the test script.
    pub node: Option<NodeId>,
    /// What happened.
    pub fact: &'a dyn Fact,
}

impl<'a> Notice<'a> {
    /// The fact as `T`, if that is what it is.
    #[inline]
    pub fn fact<T: Fact>(&self) -> Option<&'a T> {
        let any: &dyn std::any::Any = self.fact;
        any.downcast_ref()
    }
}

impl World {
    /// Has all facts from now on told to `auditor`, in the place of the one before, until the run is over.
    pub fn audit(&self, auditor: Rc<dyn Auditor>) {
        let old = self.inner().auditor.replace(Some(auditor));
        drop(old);
    }

    pub(crate) fn forget_auditor(&self) {
        let old = self.inner().auditor.take();
        drop(old);
    }

    #[inline]
    pub(crate) fn tell_auditor(&self, notice: &Notice<'_>) {
        // Its own facts come back to it, so nothing is borrowed while it is told.
        let auditor = self.inner().auditor.borrow().clone();
        if let Some(auditor) = auditor {
            auditor.fact(notice);
        }
    }
}
