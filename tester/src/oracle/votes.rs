//! Votes (§5.2; Figure 2, `RequestVote` 2): one for each term, and a leader has those of a majority.

use std::collections::BTreeMap;

use raftapi::Inspection;

use super::check::{Broken, Check};
use crate::failure::{Rule, words};

/// Whom each peer was seen to vote for.
pub(super) struct Votes {
    /// By peer, the vote in each term.
    of: Vec<BTreeMap<u64, usize>>,
}

/// Whether a peer has voted for a certain candidate in a certain term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voted {
    Yes,
    No,
    /// It has gone on to a later term, and nobody saw what it did in that one.
    Unknown,
}

impl Votes {
    pub(super) fn new(peers: usize) -> Self {
        Self { of: vec![BTreeMap::new(); peers] }
    }

    /// A peer shows its vote.
    pub(super) fn learn(&mut self, peer: usize, view: &Inspection) {
        if let Some(vote) = view.voted_for {
            self.of[peer].insert(view.term, vote);
        }
    }

    /// The vote that a peer was seen to give in a term.
    pub(super) fn of(&self, peer: usize, term: u64) -> Option<usize> {
        self.of[peer].get(&term).copied()
    }
}

/// A vote, once given, stands as long as the term does. Two looks in the same life.
pub(super) fn stand(peer: usize, old: &Inspection, new: &Inspection) -> Check {
    match (old.voted_for, new.voted_for) {
        (Some(first), second) if old.term == new.term && second != Some(first) => {
            let term = new.term;
            let (message, peers) = match second {
                Some(second) => (
                    format!("peer {peer} voted for peer {first} and then for peer {second} in term {term}"),
                    vec![peer, first, second],
                ),
                None => (
                    format!("peer {peer} voted for peer {first} in term {term}, and forgot it in that term"),
                    vec![peer, first],
                ),
            };
            Err(Broken::new(Rule::OneVotePerTerm, peers, message))
        }
        _ => Ok(()),
    }
}

/// What a peer's present state says of its vote in `term`.
pub(super) fn shown(view: &Inspection, candidate: usize, term: u64) -> Voted {
    if view.term > term {
        Voted::Unknown
    } else if view.term == term && view.voted_for == Some(candidate) {
        Voted::Yes
    } else {
        Voted::No
    }
}

/// A leader of `term` has the votes of those in `voters`, and can have no other.
pub(super) fn majority(leader: usize, term: u64, voters: &[usize], peers: usize) -> Check {
    if voters.len() * 2 > peers {
        return Ok(());
    }
    let voters = words::peers(voters);
    let message =
        format!("peer {leader} leads term {term}, in which only {voters} of {peers} can have voted for it");
    Err(Broken::new(Rule::LeaderNeedsMajority, [leader], message))
}

#[cfg(test)]
mod tests {
    use super::super::views::tests::view;
    use super::*;

    fn voting(term: u64, voted_for: Option<usize>) -> Inspection {
        Inspection { voted_for, ..view(term, (0, 0), &[]) }
    }

    #[test]
    fn a_vote_stands() {
        stand(2, &voting(4, None), &voting(4, Some(1))).unwrap();
        stand(2, &voting(4, Some(1)), &voting(4, Some(1))).unwrap();
        stand(2, &voting(4, Some(1)), &voting(5, Some(0))).unwrap();
        let broken = stand(2, &voting(4, Some(0)), &voting(4, Some(1))).unwrap_err();
        assert_eq!(broken.message, "peer 2 voted for peer 0 and then for peer 1 in term 4");
        assert_eq!((broken.rule, broken.peers), (Rule::OneVotePerTerm, vec![0, 1, 2]));
        let broken = stand(2, &voting(4, Some(0)), &voting(4, None)).unwrap_err();
        assert_eq!(broken.message, "peer 2 voted for peer 0 in term 4, and forgot it in that term");
    }

    #[test]
    fn later_terms_hide_votes() {
        assert_eq!(shown(&voting(4, Some(1)), 1, 4), Voted::Yes);
        assert_eq!(shown(&voting(4, None), 1, 4), Voted::No);
        assert_eq!(shown(&voting(3, Some(1)), 1, 4), Voted::No);
        assert_eq!(shown(&voting(5, Some(0)), 1, 4), Voted::Unknown);
    }

    #[test]
    fn half_is_no_majority() {
        majority(0, 3, &[0, 1, 2], 4).unwrap();
        let broken = majority(0, 3, &[0, 1], 4).unwrap_err();
        assert_eq!(
            broken.message,
            "peer 0 leads term 3, in which only peers 0 and 1 of 4 can have voted for it"
        );
        let broken = majority(2, 3, &[2], 3).unwrap_err();
        assert_eq!(broken.message, "peer 2 leads term 3, in which only peer 2 of 3 can have voted for it");
    }
}
