//! Reading and comparing what peers show of their inside.

use raftapi::{Inspection, LogMark};

/// What the rules ask of an [`Inspection`].
pub(super) trait Marks {
    /// The last index of the log, or of the snapshot where the log is empty.
    fn last_index(&self) -> u64;
    /// The entry at an index of the log.
    fn mark(&self, index: u64) -> Option<LogMark>;
    /// The term of the entry at an index of the log, or where the snapshot ends.
    fn term_at(&self, index: u64) -> Option<u64>;
    /// Whether the entry is in the log, or the index is covered by the snapshot.
    fn holds(&self, index: u64, mark: LogMark) -> bool;
    /// What is known to be committed: a snapshot is, even where nobody has set `commit_index` to its end yet.
    fn committed(&self) -> u64;
}

impl Marks for Inspection {
    fn last_index(&self) -> u64 {
        self.snapshot_index + self.log.len() as u64
    }

    fn mark(&self, index: u64) -> Option<LogMark> {
        let offset = usize::try_from(index.checked_sub(self.snapshot_index + 1)?).ok()?;
        self.log.get(offset).copied()
    }

    fn term_at(&self, index: u64) -> Option<u64> {
        if index == self.snapshot_index {
            return Some(self.snapshot_term);
        }
        self.mark(index).map(|mark| mark.term)
    }

    fn holds(&self, index: u64, mark: LogMark) -> bool {
        index <= self.snapshot_index || self.mark(index) == Some(mark)
    }

    fn committed(&self) -> u64 {
        self.commit_index.max(self.snapshot_index)
    }
}

/// The part of a log from `from` on, which is at least the first index behind the snapshot.
fn tail(view: &Inspection, from: u64) -> &[LogMark] {
    let offset = usize::try_from(from - view.snapshot_index - 1).unwrap_or(usize::MAX);
    view.log.get(offset..).unwrap_or_default()
}

/// The last index up to which both logs, where they overlap, are the same from the beginning on.
pub(super) fn common_end(one: &Inspection, other: &Inspection) -> u64 {
    let first = one.snapshot_index.max(other.snapshot_index) + 1;
    let (one, other) = (tail(one, first), tail(other, first));
    let shorter = one.len().min(other.len());
    let same = if one[..shorter] == other[..shorter] {
        shorter
    } else {
        one.iter().zip(other).take_while(|(one, other)| one == other).count()
    };
    first - 1 + same as u64
}

/// The first entry of `had`, up to index `upto`, that `has` neither holds nor covers by a snapshot.
pub(super) fn first_lost(had: &Inspection, has: &Inspection, upto: u64) -> Option<(u64, LogMark)> {
    lost_behind(common_end(had, has), had, has, upto)
}

fn lost_behind(common: u64, had: &Inspection, has: &Inspection, upto: u64) -> Option<(u64, LogMark)> {
    let index = common + 1;
    if index > upto {
        return None;
    }
    let mark = had.mark(index)?;
    (!has.holds(index, mark)).then_some((index, mark))
}

/// Two views of one peer in one life.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    pub(super) old: &'a Inspection,
    pub(super) new: &'a Inspection,
    /// The last index up to which the logs are the same.
    pub(super) common: u64,
}

impl<'a> Change<'a> {
    pub(super) fn new(old: &'a Inspection, new: &'a Inspection) -> Self {
        Self { old, new, common: common_end(old, new) }
    }

    /// The first entry, up to index `upto`, that was lost.
    pub(super) fn first_lost(&self, upto: u64) -> Option<(u64, LogMark)> {
        lost_behind(self.common, self.old, self.new, upto)
    }

    /// Whether anything changed that must survive a crash.
    pub(super) fn is_persistent(&self) -> bool {
        let state = |view: &Inspection| {
            (view.term, view.voted_for, view.snapshot_index, view.snapshot_term, view.last_index())
        };
        state(self.old) != state(self.new) || self.common != self.new.last_index()
    }

    /// Whether anything changed at all.
    pub(super) fn is_any(&self) -> bool {
        let state = |view: &Inspection| (view.role, view.commit_index, view.last_applied);
        state(self.old) != state(self.new) || self.is_persistent()
    }
}

/// Whether two views show the same persistent state.
pub(super) fn same_persistent(one: &Inspection, other: &Inspection) -> bool {
    !Change::new(one, other).is_persistent()
}

/// As in `entry 7 of term 3`.
pub(super) fn entry(index: u64, term: u64) -> String {
    format!("entry {index} of term {term}")
}

#[cfg(test)]
pub(super) mod tests {
    use raftapi::Role;

    use super::*;

    /// A follower in `term` whose log has entries of these terms behind a snapshot.
    pub(crate) fn view(term: u64, snapshot: (u64, u64), terms: &[u64]) -> Inspection {
        let marks = (snapshot.0 + 1..).zip(terms);
        Inspection {
            role: Role::Follower,
            term,
            voted_for: None,
            commit_index: 0,
            last_applied: 0,
            snapshot_index: snapshot.0,
            snapshot_term: snapshot.1,
            log: marks.map(|(index, &term)| LogMark { term, digest: index * 1000 + term }).collect(),
        }
    }

    #[test]
    fn logs_are_compared_where_they_overlap() {
        let long = view(3, (0, 0), &[1, 1, 2, 2, 3]);
        let late = view(3, (2, 1), &[2, 2]);
        assert_eq!((common_end(&long, &late), common_end(&late, &long)), (4, 4));
        assert_eq!(first_lost(&long, &late, u64::MAX).map(|(index, _)| index), Some(5));
        assert_eq!(first_lost(&long, &late, 4), None);
        assert_eq!(first_lost(&late, &long, u64::MAX), None);
        let other = view(3, (0, 0), &[1, 1, 3]);
        assert_eq!(first_lost(&long, &other, u64::MAX).map(|(index, mark)| (index, mark.term)), Some((3, 2)));
        let beyond = view(3, (9, 3), &[]);
        assert_eq!((common_end(&long, &beyond), first_lost(&long, &beyond, u64::MAX)), (9, None));
        assert_eq!(first_lost(&beyond, &long, u64::MAX), None, "what a snapshot covers is not in the log");
    }

    #[test]
    fn a_view_knows_its_entries_and_its_boundary() {
        let view = view(3, (2, 1), &[2, 3]);
        assert_eq!((view.last_index(), view.term_at(2), view.term_at(4)), (4, Some(1), Some(3)));
        assert_eq!((view.term_at(1), view.term_at(5), view.mark(2)), (None, None, None));
        let mark = LogMark { term: 9, digest: 9 };
        assert!(view.holds(2, mark) && !view.holds(3, mark));
        assert_eq!(view.committed(), 2);
    }
}
