//! The log (§5.3): entries counted from 1, the oldest of which a snapshot may have replaced (§7).

use raftapi::LogMark;

use crate::messages::{Entry, Position};
use crate::persistence::EncodedEntries;

/// The entries behind the snapshot, with the position where the snapshot ends.
///
/// Before the first snapshot the log starts at index 0 of term 0, which every log has in common, so that
/// nothing needs to treat the empty log as a special case.
pub(crate) struct Log {
    /// The last position that the snapshot covers. Its term outlives its entry: followers are asked for it.
    start: Position,
    /// invariant: `entries[i]` has index `start.index + 1 + i`; terms never fall from one entry to the next.
    entries: Vec<Entry>,
    /// invariant: the encodings of `entries`, one after the other.
    encoded: EncodedEntries,
    /// invariant: the marks of `entries`, for whoever inspects this peer.
    marks: Vec<LogMark>,
}

impl Log {
    /// An empty log behind a snapshot that ends at `start`.
    pub(crate) fn starting_at(start: Position) -> Self {
        Self { start, entries: Vec::new(), encoded: EncodedEntries::default(), marks: Vec::new() }
    }

    /// The last position that the snapshot covers, right before the first entry.
    pub(crate) fn start(&self) -> Position {
        self.start
    }

    pub(crate) fn last_index(&self) -> u64 {
        self.start.index + self.entries.len() as u64
    }

    pub(crate) fn last_position(&self) -> Position {
        let term = self.entries.last().map_or(self.start.term, |entry| entry.term);
        Position { index: self.last_index(), term }
    }

    /// The position at `index`, which must be in the log or be where it starts.
    pub(crate) fn position(&self, index: u64) -> Position {
        if index == self.start.index { self.start } else { Position { index, term: self.entry(index).term } }
    }

    /// The term at `index`; `None` where the log no longer or not yet reaches.
    pub(crate) fn term(&self, index: u64) -> Option<u64> {
        match index.checked_sub(self.start.index)? {
            0 => Some(self.start.term),
            offset => self.entries.get(to_usize(offset - 1)).map(|entry| entry.term),
        }
    }

    /// Whether this log holds that very entry, and so (Log Matching, Figure 3) agrees with the other log up
    /// to there.
    pub(crate) fn contains(&self, position: Position) -> bool {
        self.term(position.index) == Some(position.term)
    }

    /// The entry at `index`, which must be in the log.
    pub(crate) fn entry(&self, index: u64) -> &Entry {
        &self.entries[self.offset(index)]
    }

    /// The marks of all entries, oldest first.
    pub(crate) fn marks(&self) -> &[LogMark] {
        &self.marks
    }

    /// The entries up to `index`, or to the end if that comes first. None of them if the log starts there.
    pub(crate) fn entries_up_to(&self, index: u64) -> &[Entry] {
        let count = to_usize(index - self.start.index);
        &self.entries[..count.min(self.entries.len())]
    }

    /// The entries from `index` on, which may be one past the end.
    pub(crate) fn entries_from(&self, index: u64) -> &[Entry] {
        &self.entries[self.offset(index)..]
    }

    /// The encodings of all entries, one after the other.
    pub(crate) fn encoded(&self) -> &[u8] {
        self.encoded.bytes()
    }

    pub(crate) fn append(&mut self, entry: Entry) {
        assert!(entry.term >= self.last_position().term, "terms never fall along a log");
        self.encoded.push(&entry);
        self.marks.push(LogMark::new(entry.term, &entry.command));
        self.entries.push(entry);
    }

    /// Drops the entry at `index` and everything behind it.
    pub(crate) fn truncate_from(&mut self, index: u64) {
        let kept = self.offset(index);
        self.entries.truncate(kept);
        self.encoded.truncate(kept);
        self.marks.truncate(kept);
    }

    /// Drops everything up to `end`, which a snapshot now covers.
    ///
    /// Entries behind `end` stay only if the log holds the entry at `end` itself: if that differs, what
    /// follows it was built on something that never happened (§7).
    pub(crate) fn trim_to(&mut self, end: Position) {
        debug_assert!(end.index > self.start.index, "a snapshot never takes the log back");
        if self.contains(end) {
            let gone = to_usize(end.index - self.start.index);
            self.entries.drain(..gone);
            self.encoded.drop_front(gone);
            self.marks.drain(..gone);
            self.start = end;
        } else {
            *self = Self::starting_at(end);
        }
    }

    /// §5.4.1: whether a log that ends at `other` is at least as up-to-date as this one. The later last term
    /// wins, and only between equal ones the greater length: a long log may be nothing but the leftovers of a
    /// leader cut off long ago.
    pub(crate) fn is_up_to_date(&self, other: Position) -> bool {
        let own = self.last_position();
        (other.term, other.index) >= (own.term, own.index)
    }

    /// Where the entry at `index` is in `entries`.
    fn offset(&self, index: u64) -> usize {
        assert!(index > self.start.index, "entry {index} is behind the snapshot at {}", self.start.index);
        to_usize(index - self.start.index - 1)
    }
}

/// Distances within a log that is in memory fit the machine's word.
fn to_usize(distance: u64) -> usize {
    usize::try_from(distance).expect("a log in memory is shorter than usize::MAX")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a failed test is what it is for
mod tests;
