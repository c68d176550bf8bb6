//! One peer, as far as situations ask for it.

use raftapi::{Inspection, Role};

/// One peer.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) running: bool,
    /// Its life, from 1 on.
    pub(super) life: u64,
    /// What it said of itself after its last step; term 0 before the first step of a life.
    pub(super) term: u64,
    pub(super) leads: bool,
    /// What the last look in this life showed.
    pub(super) glance: Option<Glance>,
}

impl Subject {
    /// A peer that runs and has taken no step yet.
    pub(super) const fn new() -> Self {
        Self { running: true, life: 1, term: 0, leads: false, glance: None }
    }

    pub(super) const fn crash(&mut self) {
        (self.running, self.term, self.leads, self.glance) = (false, 0, false, None);
    }

    pub(super) const fn boot(&mut self, life: u64) {
        self.crash();
        (self.running, self.life) = (true, life);
    }

    /// The candidacy that it is in, if its last look shows one that is not over.
    pub(super) fn candidacy(&self) -> Option<Candidacy> {
        let glance = self.glance.filter(|glance| glance.role == Role::Candidate)?;
        let goes_on = self.running && !self.leads && glance.term == self.term;
        goes_on.then_some(Candidacy { term: glance.term, last: glance.last })
    }
}

/// The end of a log: the term of its last entry, then its index. The greater, the more up to date (§5.4.1).
pub(super) type LogEnd = (u64, u64);

/// Standing for election.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidacy {
    pub(super) term: u64,
    pub(super) last: LogEnd,
}

/// What stays of a look: nothing that is as long as a log.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glance {
    pub(super) role: Role,
    pub(super) term: u64,
    pub(super) has_voted: bool,
    pub(super) last: LogEnd,
    /// The number of the last event before the look.
    pub(super) after_event: u64,
}

impl Glance {
    pub(super) fn of(view: &Inspection, after_event: u64) -> Self {
        let last = (view.log.last().map_or(view.snapshot_term, |mark| mark.term), last_index(view));
        Self { role: view.role, term: view.term, has_voted: view.voted_for.is_some(), last, after_event }
    }
}

/// The last index of the log, or of the snapshot where the log is empty.
pub(super) const fn last_index(view: &Inspection) -> u64 {
    view.snapshot_index.saturating_add(view.log.len() as u64)
}

/// The term of the entry at an index, where the log has it or the snapshot ends with it.
pub(super) fn term_at(view: &Inspection, index: u64) -> Option<u64> {
    match index.checked_sub(view.snapshot_index)? {
        0 => Some(view.snapshot_term),
        place => view.log.get(usize::try_from(place - 1).ok()?).map(|mark| mark.term),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use raftapi::LogMark;

    use super::*;

    /// A follower in `term` whose log has entries of these terms behind a snapshot, given by index and term.
    pub(crate) fn view(term: u64, snapshot: (u64, u64), terms: &[u64]) -> Inspection {
        Inspection {
            role: Role::Follower,
            term,
            voted_for: None,
            commit_index: 0,
            last_applied: 0,
            snapshot_index: snapshot.0,
            snapshot_term: snapshot.1,
            log: terms.iter().map(|term| LogMark { term: *term, digest: *term }).collect(),
        }
    }

    #[test]
    fn a_glance_knows_where_the_log_ends() {
        assert_eq!(Glance::of(&view(4, (0, 0), &[1, 3]), 0).last, (3, 2));
        assert_eq!(Glance::of(&view(4, (7, 2), &[]), 0).last, (2, 7));
        let view = view(4, (7, 2), &[3]);
        assert_eq!([6, 7, 8, 9].map(|index| term_at(&view, index)), [None, Some(2), Some(3), None]);
    }
}
