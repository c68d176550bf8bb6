//! What is known of a peer, and what has changed of it.

use timeline::record::{Entry, LogChange, Role, State};

/// What is known of a peer.
#[derive(Default)]
pub(super) struct Peer {
    role: Option<Role>,
    term: u64,
    commit: u64,
    /// Where its snapshot ends: the first entry that is known has the next index.
    start: u64,
    terms: Vec<u64>,
    /// Until when it stands still, or has stood still.
    pub(super) paused_until: u64,
}

/// What has changed of a peer, as far as it may be worth telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It asks for votes in this term.
    Runs(u64),
    /// It leads this term.
    Leads(u64),
    /// It asks for votes no longer.
    Yields,
    /// It leads no longer, and is in this term.
    StepsDown(u64),
    /// It has voted for this peer in this term.
    Votes(usize, u64),
    /// Its log has changed from this index to that.
    Log {
        from: u64,
        to: u64,
        /// Whether entries had to give way.
        is_conflict: bool,
        /// In words that follow the peer's name.
        text: String,
    },
    /// It has committed entries from this index to that.
    Commits(u64, u64),
}

impl Peer {
    /// What has changed, now that its state is this. Nothing of what a peer begins its life with is news.
    pub(super) fn see(&mut self, state: &State, me: usize) -> Vec<Change> {
        let mut changes = Vec::new();
        if let Some(term) = state.term {
            self.term = term;
        }
        if let Some(role) = state.role {
            let was = self.role.replace(role);
            changes.extend(role_change(was, role, self.term, state.term.is_some()));
        }
        if let Some(Some(voted_for)) = state.voted_for
            && voted_for != me
        {
            changes.push(Change::Votes(voted_for, self.term));
        }
        if let Some(snapshot) = state.snapshot {
            self.cut(snapshot.index);
        }
        if let Some(change) = &state.log {
            changes.extend(self.log(change));
        }
        if let Some(commit) = state.commit {
            let was = std::mem::replace(&mut self.commit, commit);
            changes.extend((commit > was).then_some(Change::Commits(was + 1, commit)));
        }
        if state.running == Some(true) {
            changes.clear();
        }
        changes
    }

    /// It crashed.
    pub(super) fn crash(&mut self) {
        *self = Self { paused_until: self.paused_until, ..Self::default() };
    }

    /// Entries up to this index are gone.
    fn cut(&mut self, index: u64) {
        let gone = usize::try_from(index.saturating_sub(self.start)).unwrap_or(usize::MAX);
        self.terms.drain(..gone.min(self.terms.len()));
        self.start = index;
    }

    fn log(&mut self, change: &LogChange) -> Option<Change> {
        let kept = usize::try_from(change.from.saturating_sub(self.start + 1)).unwrap_or(usize::MAX);
        let gone: Vec<u64> = self.terms.split_off(kept.min(self.terms.len()));
        let new: Vec<u64> = change.entries.iter().map(|Entry(term, _)| *term).collect();
        self.terms.extend(&new);
        let from = change.from;
        let text = match (gone.is_empty(), new.is_empty()) {
            (true, true) => return None,
            // What a leader takes is told as a command.
            (true, false) if self.role == Some(Role::Leader) => return None,
            (true, false) => format!("stores {}", span(from, &new)),
            (false, true) => format!("drops {}", span(from, &gone)),
            (false, false) => format!("replaces {} by {}", span(from, &gone), span(from, &new)),
        };
        let to = from + gone.len().max(new.len()) as u64 - 1;
        Some(Change::Log { from, to, is_conflict: !gone.is_empty(), text })
    }
}

fn role_change(was: Option<Role>, is: Role, term: u64, is_new_term: bool) -> Option<Change> {
    match (was, is) {
        (Some(Role::Leader), Role::Leader) => is_new_term.then_some(Change::Leads(term)),
        (_, Role::Leader) => Some(Change::Leads(term)),
        (_, Role::Candidate) => Some(Change::Runs(term)),
        (Some(Role::Leader), Role::Follower) => Some(Change::StepsDown(term)),
        (Some(Role::Candidate), Role::Follower) => Some(Change::Yields),
        (_, Role::Follower) => None,
    }
}

/// As in `entries 5..7 of term 3`, or `entries 5..7 of terms 2 to 3`.
fn span(from: u64, terms: &[u64]) -> String {
    let last = from + (terms.len() as u64).saturating_sub(1);
    let which = if last > from { format!("entries {from}..{last}") } else { format!("entry {from}") };
    match (terms.first(), terms.last()) {
        (Some(first), Some(last)) if first == last => format!("{which} of term {first}"),
        (Some(first), Some(last)) => format!("{which} of terms {first} to {last}"),
        _ => which,
    }
}
