//! A thread of slices that never overlap, made of things that take no time.

use std::io::Write;

use serde_json::Value;

use super::VISIBLE;
use super::json::{Item, Items};
use crate::ExportError;

/// Something that happened at one moment.
pub(super) struct Slice {
    pub(super) name: String,
    pub(super) category: &'static str,
    pub(super) args: Value,
}

/// One thread. Its last slice waits until it is known how long it can be.
pub(super) struct Lane {
    pid: usize,
    tid: usize,
    /// The first nanosecond at which nothing has begun yet.
    free: u64,
    last: Option<(u64, Slice)>,
}

impl Lane {
    pub(super) const fn new(pid: usize, tid: usize) -> Self {
        Self { pid, tid, free: 0, last: None }
    }

    /// Adds a slice that begins at `at`, or as soon after that as nothing else does. When it begins.
    pub(super) fn put<W: Write>(
        &mut self,
        at: u64,
        slice: Slice,
        items: &mut Items<'_, W>,
    ) -> Result<u64, ExportError> {
        let begin = at.max(self.free);
        self.end(begin, items)?;
        self.free = begin.saturating_add(1);
        self.last = Some((begin, slice));
        Ok(begin)
    }

    /// The last slice, while it can still be changed.
    pub(super) fn last(&mut self) -> Option<&mut Slice> {
        self.last.as_mut().map(|(_, slice)| slice)
    }

    /// When the last slice begins, while it can still be changed.
    pub(super) fn began(&self) -> Option<u64> {
        self.last.as_ref().map(|(begin, _)| *begin)
    }

    /// Writes the last slice, if nothing that happens from `now` on can make it shorter.
    pub(super) fn until<W: Write>(&mut self, now: u64, items: &mut Items<'_, W>) -> Result<(), ExportError> {
        match self.last {
            Some((begin, _)) if begin.saturating_add(VISIBLE) <= now => self.end(now, items),
            _ => Ok(()),
        }
    }

    /// Writes the last slice, which is over at `end` at the latest.
    pub(super) fn end<W: Write>(&mut self, end: u64, items: &mut Items<'_, W>) -> Result<(), ExportError> {
        let Some((begin, Slice { name, category, args })) = self.last.take() else { return Ok(()) };
        items.put(&Item {
            name: &name,
            cat: Some(category),
            ph: "X",
            ts: Some(begin.into()),
            dur: Some((end - begin).min(VISIBLE).into()),
            pid: self.pid,
            tid: Some(self.tid),
            args: Some(args),
            ..Item::default()
        })
    }
}
