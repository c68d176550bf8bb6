//! Who runs for which term, and with whose votes.

use std::collections::BTreeMap;

use super::line::{Line, Rank, peers};

/// The elections of a run. Where the story is not about votes, an election is one line.
#[derive(Default)]
pub(super) struct Campaigns {
    /// The term that each peer runs for, and the place of the line that tells of it.
    open: BTreeMap<usize, (u64, usize)>,
    /// Who has voted, by candidate and term.
    votes: BTreeMap<(usize, u64), Vec<usize>>,
}

impl Campaigns {
    /// A peer begins to run: its line comes next, and stands at `place`.
    pub(super) fn run(&mut self, peer: usize, term: u64, place: usize) {
        self.open.insert(peer, (term, place));
    }

    /// A peer has voted for another.
    pub(super) fn vote(&mut self, voter: usize, candidate: usize, term: u64) {
        self.votes.entry((candidate, term)).or_default().push(voter);
    }

    /// A peer has won: what its line says of that. The line that says that it ran is gone.
    pub(super) fn win(&mut self, peer: usize, term: u64, lines: &mut [Line]) -> String {
        if let Some((_, place)) = self.open.remove(&peer) {
            lines[place].text.clear();
        }
        match self.voters(peer, term) {
            Some(voters) => format!("leads term {term}, with the votes of {voters}"),
            None => format!("leads term {term}"),
        }
    }

    /// A peer runs no longer, and has not won: its line says so.
    pub(super) fn lose(&mut self, peer: usize, lines: &mut [Line]) {
        let Some((term, place)) = self.open.remove(&peer) else { return };
        let voters = self.voters(peer, term);
        let with = voters.map(|voters| format!(" with the votes of {voters}")).unwrap_or_default();
        let line = &mut lines[place];
        line.text = format!("runs for term {term}{with}, and does not win");
        line.rank = Rank::Step;
    }

    fn voters(&self, candidate: usize, term: u64) -> Option<String> {
        let mut voters = self.votes.get(&(candidate, term))?.clone();
        voters.sort_unstable();
        Some(peers(&voters))
    }
}
