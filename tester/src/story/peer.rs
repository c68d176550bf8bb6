//! What is known of a peer, and what of a change is worth telling.

use timeline::record::{Entry, LogChange, Role, State};

use super::line::Rank;

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

/// What the story is about: what else would be an aside matters then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Theme {
    /// Who votes for whom.
    Votes,
    /// What is in the logs.
    Entries,
}

/// The rules that are about who leads and who votes; the others are about entries.
const OF_VOTES: [&str; 9] = [
    "one-leader-per-term",
    "term-never-falls",
    "higher-term-obeyed",
    "candidate-yields",
    "vote-resets-timer",
    "one-vote-per-term",
    "leader-needs-majority",
    "durable-term",
    "durable-vote",
];

impl Theme {
    /// The theme of a run that breaks this rule.
    pub(super) fn of(rule: &str) -> Self {
        if OF_VOTES.contains(&rule) { Self::Votes } else { Self::Entries }
    }
}

impl Peer {
    /// What a change of its state is worth telling, in words that follow the peer's name.
    pub(super) fn see(&mut self, state: &State, me: usize, theme: Theme) -> Vec<(Rank, String)> {
        let mut told = Vec::new();
        let fresh = state.running == Some(true);
        if let Some(term) = state.term {
            self.term = term;
        }
        if let Some(role) = state.role {
            let was = self.role.replace(role).filter(|_| !fresh);
            told.extend(role_told(was, role, self.term));
        }
        if let Some(Some(voted_for)) = state.voted_for
            && voted_for != me
            && !fresh
        {
            told.push((
                rank(theme == Theme::Votes),
                format!("votes for peer {voted_for} in term {}", self.term),
            ));
        }
        if let Some(snapshot) = state.snapshot {
            self.cut(snapshot.index);
        }
        if let Some(change) = &state.log {
            let taken = self.log(change).filter(|_| !fresh);
            told.extend(taken.map(|(is_conflict, text)| {
                (
                    if is_conflict { Rank::Matter } else { rank(theme == Theme::Entries).max(Rank::Command) },
                    text,
                )
            }));
        }
        if let Some(commit) = state.commit {
            let was = std::mem::replace(&mut self.commit, commit);
            if commit > was && !fresh {
                told.push((
                    rank(theme == Theme::Entries).max(Rank::Step),
                    format!("commits up to entry {commit}"),
                ));
            }
        }
        told
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

    /// What became of its log, and whether entries had to give way.
    fn log(&mut self, change: &LogChange) -> Option<(bool, String)> {
        let kept = usize::try_from(change.from.saturating_sub(self.start + 1)).unwrap_or(usize::MAX);
        let gone: Vec<u64> = self.terms.split_off(kept.min(self.terms.len()));
        self.terms.extend(change.entries.iter().map(|Entry(term, _)| *term));
        let from = change.from;
        let new = || span(from, change.entries.iter().map(|Entry(term, _)| *term));
        match (gone.is_empty(), change.entries.is_empty()) {
            (true, true) => None,
            // What a leader takes is told as a command.
            (true, false) if self.role == Some(Role::Leader) => None,
            (true, false) => Some((false, format!("takes {}", new()))),
            (false, true) => Some((true, format!("drops {}", span(from, gone.into_iter())))),
            (false, false) => Some((true, format!("replaces {} by {}", span(from, gone.into_iter()), new()))),
        }
    }
}

fn rank(is_the_matter: bool) -> Rank {
    if is_the_matter { Rank::Matter } else { Rank::Aside }
}

fn role_told(was: Option<Role>, is: Role, term: u64) -> Option<(Rank, String)> {
    match (was, is) {
        (Some(Role::Leader), Role::Leader) => None,
        (_, Role::Leader) => Some((Rank::Leader, format!("leads term {term}"))),
        (_, Role::Candidate) => Some((Rank::Step, format!("asks for votes in term {term}"))),
        (Some(Role::Leader), Role::Follower) => {
            Some((Rank::Step, format!("leads no longer, and is in term {term}")))
        }
        (_, Role::Follower) => None,
    }
}

/// As in `entries 5..7 of term 3`, or `entries 5..7 of terms 2 and 3`.
fn span(from: u64, terms: impl Iterator<Item = u64>) -> String {
    let terms: Vec<u64> = terms.collect();
    let last = from + (terms.len() as u64).saturating_sub(1);
    let which = if last > from { format!("entries {from}..{last}") } else { format!("entry {from}") };
    match (terms.first(), terms.last()) {
        (Some(first), Some(last)) if first == last => format!("{which} of term {first}"),
        (Some(first), Some(last)) => format!("{which} of terms {first} to {last}"),
        _ => which,
    }
}
