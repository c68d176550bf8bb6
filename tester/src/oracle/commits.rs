//! What is committed: it stays, it is the same everywhere, later leaders have it, and a majority holds it.

use raftapi::{Inspection, LogMark, Role};

use super::by_index::sane_place;
use super::check::{Broken, Check};
use super::views::{Change, Marks, entry};
use crate::failure::{Rule, words};

/// An entry that some peer took for committed.
#[derive(Clone, Copy)]
pub(super) struct Committed {
    pub(super) mark: LogMark,
    /// Who was first seen to do so.
    pub(super) peer: usize,
    /// The lowest term in which anybody was seen to do so: it was committed in this term or before.
    pub(super) by_term: u64,
}

/// All entries that anybody took for committed.
#[derive(Default)]
pub(super) struct Commits {
    /// By index.
    known: Vec<Option<Committed>>,
    /// Up to where a majority was seen to hold them.
    verified: u64,
}

impl Commits {
    /// What is known to be committed at an index.
    pub(super) fn at(&self, index: u64) -> Option<Committed> {
        self.known.get(usize::try_from(index).ok()?).copied().flatten()
    }

    /// The highest index that anybody took for committed.
    pub(super) const fn highest(&self) -> u64 {
        (self.known.len() as u64).saturating_sub(1)
    }

    /// The highest entry of which nobody has seen yet that a majority holds it.
    pub(super) fn unverified(&self) -> Option<(u64, Committed)> {
        let index = self.highest();
        (index > self.verified).then(|| Some((index, self.at(index)?))).flatten()
    }

    /// A majority holds everything up to `index`.
    pub(super) const fn verify(&mut self, index: u64) {
        self.verified = index;
    }

    /// A peer takes everything up to its commit index for committed; up to `known` it was seen to before.
    pub(super) fn learn(&mut self, peer: usize, view: &Inspection, known: u64) -> Check {
        let by_term = view.term;
        let first = known.max(view.snapshot_index) + 1;
        for index in first..=view.committed().min(view.last_index()) {
            let (Some(mark), Some(place)) = (view.mark(index), sane_place(&mut self.known, index)) else {
                continue;
            };
            let known = place.get_or_insert(Committed { mark, peer, by_term });
            known.by_term = known.by_term.min(by_term);
            if known.mark != mark {
                let first = known.peer;
                let message = format!(
                    "peer {first} took {} for committed, and peer {peer} {}",
                    entry(index, known.mark.term),
                    if known.mark.term == mark.term {
                        "another command there".to_owned()
                    } else {
                        entry(index, mark.term)
                    }
                );
                return Err(Broken::new(Rule::CommittedStays, [first, peer], message).at(index));
            }
        }
        self.lower(first, by_term);
        Ok(())
    }

    /// What comes before a committed entry was committed no later.
    fn lower(&mut self, first: u64, by_term: u64) {
        let upto = usize::try_from(first).unwrap_or(usize::MAX).min(self.known.len());
        for known in self.known[..upto].iter_mut().rev() {
            match known {
                Some(known) if known.by_term > by_term => known.by_term = by_term,
                Some(_) => break,
                None => {}
            }
        }
    }

    /// Leader Completeness (Figure 3): a new leader holds the last entry that was committed in an earlier
    /// term. By Log Matching it then holds all before. An entry that was committed in this term or later is
    /// no business of its election: word of an election can be late.
    pub(super) fn complete(&self, peer: usize, leader: &Inspection) -> Check {
        let before = |index: &u64| self.at(*index).is_some_and(|known| known.by_term < leader.term);
        let Some(index) = (1..=self.highest()).rev().find(before) else { return Ok(()) };
        match self.at(index) {
            Some(Committed { mark, peer: knew, by_term }) if !leader.holds(index, mark) => {
                let named = entry(index, mark.term);
                let message = format!(
                    "peer {peer} was elected in term {} without {named}, which peer {knew} had taken for \
                     committed by term {by_term}",
                    leader.term
                );
                Err(Broken::new(Rule::LeaderCompleteness, [peer, knew], message).at(index))
            }
            _ => Ok(()),
        }
    }
}

/// What a peer alone must keep to, from one look to the next in the same life.
pub(super) fn keep(peer: usize, change: &Change<'_>) -> Check {
    let Change { old, new, .. } = change;
    let fell = |what: &str, from: u64, to: u64| {
        let message = format!("the {what} of peer {peer} fell from {from} to {to}");
        Err(Broken::new(Rule::CommitNeverFalls, [peer], message).at(from))
    };
    if new.committed() < old.committed() {
        return fell("commit_index", old.committed(), new.committed());
    }
    if new.last_applied < old.last_applied {
        return fell("last_applied", old.last_applied, new.last_applied);
    }
    if let Some((index, mark)) = change.first_lost(old.commit_index) {
        let message = format!("peer {peer} took {} for committed, and lost it", entry(index, mark.term));
        return Err(Broken::new(Rule::CommittedStays, [peer], message).at(index));
    }
    Ok(())
}

/// What a peer alone must keep to at every moment.
pub(super) fn within(peer: usize, view: &Inspection) -> Check {
    let (commit, applied, last) = (view.committed(), view.last_applied, view.last_index());
    let message = if applied > commit {
        format!(
            "peer {peer} has applied up to index {applied}, though it knows only of {commit} as committed"
        )
    } else if commit > last {
        format!("peer {peer} takes everything up to index {commit} for committed, but its log ends at {last}")
    } else {
        return Ok(());
    };
    Err(Broken::new(Rule::AppliedWithinCommit, [peer], message).at(commit.max(applied)))
}

/// §5.4.2: a leader that raises its commit index does so to an entry of its own term.
pub(super) fn own_term(peer: usize, change: &Change<'_>) -> Check {
    let Change { old, new, .. } = change;
    let leads = (old.role, new.role) == (Role::Leader, Role::Leader) && old.term == new.term;
    let index = new.commit_index;
    match new.mark(index) {
        Some(mark) if leads && index > old.committed() && mark.term < new.term => {
            let message = format!(
                "peer {peer}, which leads term {}, raised its commit_index from {} to {}",
                new.term,
                old.committed(),
                entry(index, mark.term)
            );
            Err(Broken::new(Rule::CommitOwnTerm, [peer], message).at(index))
        }
        _ => Ok(()),
    }
}

/// §5.3: a committed entry is on the disks of a majority.
pub(super) fn majority(index: u64, committed: Committed, holders: &[usize], peers: usize) -> Check {
    if holders.len() * 2 > peers {
        return Ok(());
    }
    let Committed { mark, peer, .. } = committed;
    let have = match holders {
        [] => "none has".to_owned(),
        [one] => format!("only peer {one} has"),
        several => format!("only {} have", words::peers(several)),
    };
    let named = entry(index, mark.term);
    let message = format!("peer {peer} took {named} for committed, but of {peers} peers {have} it on disk");
    Err(Broken::new(Rule::CommitNeedsMajority, [peer], message).at(index))
}

#[cfg(test)]
mod tests;
