//! Situations of commands and of the logs that hold them.

use std::collections::BTreeMap;

use raftapi::{Inspection, Role, Started};

use super::subject::{last_index, term_at};
use super::{Reached, Situation};
use crate::value::Command;

/// What is remembered of commands.
pub(super) struct Commands {
    /// What leaders took and nobody has applied anything for: by index, each with the leader's term.
    taken: BTreeMap<u64, Vec<(u64, Command)>>,
    /// The term in which the command that was applied at an index was taken, where there is no doubt.
    terms: BTreeMap<u64, u64>,
    /// The highest index that anybody has applied.
    highest: u64,
    /// By peer: the highest index that it has applied in any life, alone or within a snapshot.
    applied: Vec<u64>,
    /// The highest index that all have applied.
    by_all: u64,
    /// By peer: up to which index it had missed something when it came back.
    missed: Vec<Option<u64>>,
}

impl Commands {
    pub(super) fn new(peers: usize) -> Self {
        let (applied, missed) = (vec![0; peers], vec![None; peers]);
        Self { taken: BTreeMap::new(), terms: BTreeMap::new(), highest: 0, applied, by_all: 0, missed }
    }

    /// A leader takes a command. It may be lonely, without a majority.
    pub(super) fn submitted(
        &mut self,
        is_lonely: bool,
        command: &Command,
        started: Started,
        reached: &mut Reached,
    ) {
        let Started { index, term } = started;
        if is_lonely {
            reached.add(Situation::LonelyLeaderAccepts);
        }
        if index <= self.highest {
            reached.add(Situation::AcceptedInVain);
            return;
        }
        let before = index.checked_sub(1).and_then(|before| self.taken.get(&before));
        if before.is_some_and(|taken| taken.iter().any(|(taken, _)| *taken == term)) {
            reached.add(Situation::InFlight);
        }
        self.taken.entry(index).or_default().push((term, command.clone()));
    }

    /// A peer becomes leader.
    pub(super) fn elected(&self, term: u64, reached: &mut Reached) {
        if self.taken.values().flatten().any(|(taken, _)| *taken < term) {
            reached.add(Situation::ChangeInFlight);
        }
    }

    /// Whether a leader took commands in this term that nobody has applied.
    pub(super) fn has_tail(&self, term: u64) -> bool {
        self.taken.values().flatten().any(|(taken, _)| *taken == term)
    }

    /// A peer's service takes a command.
    pub(super) fn applied(&mut self, peer: usize, index: u64, command: &Command, reached: &mut Reached) {
        if index > self.highest {
            self.highest = index;
            self.decided(index, command, reached);
        }
        self.has_applied(peer, index, reached);
    }

    /// An index is decided: what else leaders took for it is lost.
    fn decided(&mut self, index: u64, command: &Command, reached: &mut Reached) {
        let mut terms = Vec::new();
        for (term, taken) in self.taken.remove(&index).unwrap_or_default() {
            if taken == *command {
                terms.push(term);
            } else {
                reached.add(Situation::AcceptedInVain);
            }
        }
        if let [term] = terms[..] {
            self.terms.insert(index, term);
        }
    }

    /// A peer has all up to this index now.
    pub(super) fn has_applied(&mut self, peer: usize, index: u64, reached: &mut Reached) {
        if index <= self.applied[peer] {
            return;
        }
        self.applied[peer] = index;
        let by_all = self.applied.iter().copied().min().unwrap_or(0);
        reached.add_times(Situation::AppliedByAll, by_all.saturating_sub(self.by_all));
        self.by_all = by_all.max(self.by_all);
        if self.missed[peer].is_some_and(|missed| index >= missed) {
            self.missed[peer] = None;
            reached.add(Situation::CaughtUp);
        }
    }

    /// The highest index that a peer has applied in any life.
    pub(super) fn applied_by(&self, peer: usize) -> u64 {
        self.applied[peer]
    }

    /// Whether the peer came back and still lacks something that it missed.
    pub(super) fn lacks_something(&self, peer: usize) -> bool {
        self.missed[peer].is_some()
    }

    /// The term of the entry that was applied at this index.
    pub(super) fn term(&self, index: u64) -> Option<u64> {
        self.terms.get(&index).copied()
    }

    /// A peer goes down, or loses its majority.
    pub(super) fn leaves(&mut self, peer: usize) {
        self.missed[peer] = None;
    }

    /// A peer is up and has a majority again.
    pub(super) fn returns(&mut self, peer: usize) {
        self.missed[peer] = Some(self.highest).filter(|highest| *highest > self.applied[peer]);
    }
}

/// A peer was looked at twice in one life; both logs are the same up to the index `agree`.
pub(super) fn compare(before: &Inspection, after: &Inspection, agree: u64, reached: &mut Reached) {
    let stayed = (before.role, after.role, before.term) == (Role::Leader, Role::Leader, after.term);
    let first_new = before.commit_index.saturating_add(1);
    if stayed && after.commit_index >= first_new {
        let term = term_at(after, first_new).or_else(|| term_at(before, first_new));
        if term.is_some_and(|term| term < after.term) {
            reached.add(Situation::EarlierTermCommitted);
        }
    }
    let removed = before.log.len().saturating_sub(place(before, agree));
    // A snapshot takes entries away without any conflict.
    let is_trimmed = before.snapshot_index != after.snapshot_index;
    if removed == 0 || is_trimmed || after.role == Role::Leader {
        return;
    }
    reached.add(Situation::ConflictRemoved);
    // Terms never fall along a log, so the ends are enough.
    if term_at(before, agree.saturating_add(1)) != term_at(before, last_index(before)) {
        reached.add(Situation::ConflictOverTerms);
    }
    if removed == before.log.len() {
        reached.add(Situation::LogReplaced);
    }
}

/// How many entries of the log are at or before an index.
fn place(view: &Inspection, index: u64) -> usize {
    usize::try_from(index.saturating_sub(view.snapshot_index)).unwrap_or(usize::MAX)
}
