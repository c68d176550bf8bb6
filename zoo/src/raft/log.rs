//! The log: what a snapshot has left of it.

use raftapi::prelude::*;

use super::messages::{Entry, Place};

/// The entries behind the snapshot.
pub(crate) struct Log {
    /// The last place that the snapshot covers; the default before the first snapshot.
    start: Place,
    /// invariant: `entries[i]` has index `start.index + 1 + i`.
    entries: Vec<Entry>,
    /// invariant: the marks of `entries`, made once, for [`Raft::inspect`].
    marks: Vec<LogMark>,
    /// invariant: the encodings of `entries`, made once, for the persister; and where each ends.
    encoded: Vec<u8>,
    ends: Vec<usize>,
}

impl Log {
    pub(crate) fn new(start: Place, entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut log = Self { start, entries: vec![], marks: vec![], encoded: vec![], ends: vec![] };
        entries.into_iter().for_each(|entry| log.push(entry));
        log
    }

    pub(crate) const fn start(&self) -> Place {
        self.start
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn marks(&self) -> &[LogMark] {
        &self.marks
    }

    pub(crate) fn encoded(&self) -> &[u8] {
        &self.encoded
    }

    pub(crate) fn last_index(&self) -> u64 {
        self.start.index + self.entries.len() as u64
    }

    pub(crate) fn last(&self) -> Place {
        self.place(self.last_index())
    }

    /// The place at `index`, with term 0 where the log does not reach.
    pub(crate) fn place(&self, index: u64) -> Place {
        Place { term: self.term(index).unwrap_or(0), index }
    }

    pub(crate) fn term(&self, index: u64) -> Option<u64> {
        if index == self.start.index {
            Some(self.start.term)
        } else {
            self.get(index).map(|entry| entry.term)
        }
    }

    pub(crate) fn get(&self, index: u64) -> Option<&Entry> {
        self.entries.get(self.offset(index)?)
    }

    /// The entries from `first` on, at most `count` of them.
    pub(crate) fn slice(&self, first: u64, count: usize) -> Vec<Entry> {
        let rest = self.offset(first).and_then(|offset| self.entries.get(offset..)).unwrap_or_default();
        rest.iter().take(count).cloned().collect()
    }

    /// Whether this log and one that holds `place` are the same up to there (Log Matching). What a snapshot
    /// covers is committed, and every leader has it.
    pub(crate) fn agrees(&self, place: Place) -> bool {
        place.index <= self.start.index || self.term(place.index) == Some(place.term)
    }

    pub(crate) fn push(&mut self, entry: Entry) {
        labgob::encode_to(&mut self.encoded, &entry).expect("numbers and bytes can be encoded");
        self.ends.push(self.encoded.len());
        self.marks.push(LogMark::new(entry.term, &entry.command));
        self.entries.push(entry);
    }

    /// Drops everything behind `index`.
    pub(crate) fn truncate_after(&mut self, index: u64) {
        let kept = self.offset(index + 1).unwrap_or(0);
        self.entries.truncate(kept);
        self.marks.truncate(kept);
        self.ends.truncate(kept);
        self.encoded.truncate(self.ends.last().copied().unwrap_or(0));
    }

    /// Drops everything up to `end`, which a snapshot covers, and keeps what follows if `keeps_rest`.
    pub(crate) fn start_at(&mut self, end: Place, keeps_rest: bool) {
        let rest = if keeps_rest { self.slice(end.index + 1, usize::MAX) } else { vec![] };
        *self = Self::new(end, rest);
    }

    /// Where the entry at `index` is, or would be; `None` if a snapshot covers it.
    fn offset(&self, index: u64) -> Option<usize> {
        usize::try_from(index.checked_sub(self.start.index + 1)?).ok()
    }
}
