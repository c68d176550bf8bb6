//! What may happen to one peer's log from one look to the next: Leader Append-Only (Figure 3), and a
//! follower's third step of `AppendEntries` (Figure 2). Where its snapshot ends (§7).

use raftapi::{Inspection, LogMark, Role};

use super::check::{Broken, Check};
use super::views::{Change, entry};
use crate::failure::Rule;

/// A leader that led the same term before has all that it had.
pub(super) fn append_only(peer: usize, change: &Change<'_>) -> Check {
    let Change { old, new, .. } = change;
    if (old.role, new.role) != (Role::Leader, Role::Leader) || old.term != new.term {
        return Ok(());
    }
    let Some((index, mark)) = change.first_lost(u64::MAX) else { return Ok(()) };
    let named = entry(index, mark.term);
    let message = format!("peer {peer}, which leads term {}, removed {named} from its own log", new.term);
    Err(Broken::new(Rule::LeaderAppendOnly, [peer], message).at(index))
}

/// What a follower removed while its term stayed the same, and so only on its leader's word. A snapshot may
/// have to do with it; then it does not count.
pub(super) fn removed(change: &Change<'_>) -> Option<(u64, LogMark)> {
    let Change { old, new, .. } = change;
    let followed = old.role != Role::Leader && new.role != Role::Leader && old.term == new.term;
    let same_start = old.snapshot_index == new.snapshot_index;
    if followed && same_start { change.first_lost(u64::MAX) } else { None }
}

/// A follower removed an entry that its term's leader holds: there was no conflict.
pub(super) fn removed_without_conflict(
    peer: usize,
    leader: usize,
    term: u64,
    lost: (u64, LogMark),
) -> Broken {
    let (index, mark) = lost;
    let message = format!(
        "peer {peer} removed {}, though peer {leader}, which leads term {term}, holds the same entry",
        entry(index, mark.term)
    );
    Broken::new(Rule::OnlyConflictsRemoved, [peer, leader], message).at(index)
}

/// A follower removed an entry of its own term: only that term's leader can have written it, and no message
/// of that leader conflicts with it.
pub(super) fn removed_of_own_term(peer: usize, leader: usize, lost: (u64, LogMark)) -> Broken {
    let (index, mark) = lost;
    let message = format!(
        "peer {peer} removed {}, which is of the term that it is in and that peer {leader} led",
        entry(index, mark.term)
    );
    Broken::new(Rule::OnlyConflictsRemoved, [peer, leader], message).at(index)
}

/// A snapshot ends at an entry that somebody took for committed, `highest` at most, and knows its term, where
/// that is known.
pub(super) fn boundary(peer: usize, view: &Inspection, known: Option<u64>, highest: u64) -> Check {
    let Inspection { snapshot_index: index, snapshot_term: term, .. } = *view;
    let message = match known {
        Some(known) if known != term => {
            format!(
                "the snapshot of peer {peer} ends at index {index}, of term {term} as it says, but the entry \
                 committed there is of term {known}"
            )
        }
        // Terms begin at 1. Nobody needs to know the entry to tell that its term was forgotten.
        None if term == 0 => {
            format!(
                "the snapshot of peer {peer} ends at index {index}, of term 0 as it says: no entry has that"
            )
        }
        None if index > highest => {
            format!(
                "the snapshot of peer {peer} ends at index {index}, but nobody ever committed more than {highest}"
            )
        }
        _ => return Ok(()),
    };
    Err(Broken::new(Rule::SnapshotBoundary, [peer], message).at(index))
}

#[cfg(test)]
mod tests {
    use super::super::views::tests::view;
    use super::*;

    fn leader(terms: &[u64]) -> Inspection {
        Inspection { role: Role::Leader, ..view(4, (0, 0), terms) }
    }

    #[test]
    fn a_leader_only_appends() {
        append_only(0, &Change::new(&leader(&[1, 4]), &leader(&[1, 4, 4]))).unwrap();
        append_only(0, &Change::new(&view(4, (0, 0), &[1, 2]), &leader(&[1]))).unwrap();
        let broken = append_only(0, &Change::new(&leader(&[1, 4]), &leader(&[1]))).unwrap_err();
        let sentence = "peer 0, which leads term 4, removed entry 2 of term 4 from its own log";
        assert_eq!((broken.rule, &*broken.message), (Rule::LeaderAppendOnly, sentence));
    }

    #[test]
    fn followers_remove_within_a_term_and_without_snapshots() {
        let old = view(4, (0, 0), &[1, 2, 2]);
        let removed = |new| removed(&Change::new(&old, &new)).map(|(index, _)| index);
        assert_eq!(removed(view(4, (0, 0), &[1])), Some(2));
        assert_eq!(removed(view(5, (0, 0), &[1])), None);
        assert_eq!(removed(view(4, (1, 1), &[])), None);
        assert_eq!(removed(view(4, (0, 0), &[1, 2, 2, 4])), None);
    }

    #[test]
    fn a_snapshot_knows_where_it_ends() {
        let view = view(4, (7, 3), &[]);
        boundary(1, &view, Some(3), 7).unwrap();
        boundary(1, &view, None, 7).unwrap();
        let broken = boundary(1, &view, Some(2), 7).unwrap_err();
        let sentence = "the snapshot of peer 1 ends at index 7, of term 3 as it says, but the entry committed \
                        there is of term 2";
        assert_eq!((broken.rule, &*broken.message), (Rule::SnapshotBoundary, sentence));
        let broken = boundary(1, &Inspection { snapshot_term: 0, ..view.clone() }, None, 7).unwrap_err();
        assert!(broken.message.ends_with("of term 0 as it says: no entry has that"), "{}", broken.message);
        let broken = boundary(1, &view, None, 6).unwrap_err();
        assert_eq!(
            broken.message,
            "the snapshot of peer 1 ends at index 7, but nobody ever committed more than 6"
        );
    }
}
