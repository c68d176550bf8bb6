//! §5.3, last part: when a follower refuses, the leader must find where the two logs last agree. Going back
//! by one entry for each message, as in Figure 2, takes too long for logs that differ in hundreds; whole
//! terms can be skipped instead.
//!
//! The rule is the same on both sides. Terms never fall along a log, so where one log has term `t` at index
//! `i`, nothing before `i` has a higher one. The other log can agree with it at or before `i` only where its
//! own term is at most `t`, and the last index like that is where to look next. The follower names that index
//! of its log, and the term there; the leader does the same with its own log, and tries again from there.
//! Each round skips a stretch of terms in each of the two logs.
//!
//! The course's hint, a conflicting term with its first index, does much the same, but skips in the
//! follower's log alone.

use crate::log::Log;
use crate::messages::Position;

impl Log {
    /// A follower's answer to a leader whose `prev_log` it does not hold. Its snapshot ends at a committed
    /// entry, which every leader has: the search never goes behind that.
    pub(crate) fn hint_for(&self, prev_log: Position) -> Position {
        let index = self.last_index_that_may_agree(prev_log);
        self.position(index.max(self.start().index))
    }

    /// The last index, at or before `other.index`, at which this log may agree with one that has `other` in
    /// it. If that is before the start of this log, the entries are gone, and only the snapshot can help.
    pub(crate) fn last_index_that_may_agree(&self, other: Position) -> u64 {
        let start = self.start();
        if other.index < start.index {
            other.index
        } else if other.term < start.term {
            start.index - 1
        } else {
            let entries = self.entries_up_to(other.index);
            start.index + entries.partition_point(|entry| entry.term <= other.term) as u64
        }
    }
}

#[cfg(test)]
mod tests;
