//! One leader per term (Figure 3, Election Safety), terms that do not fall (§5.1): from what peers say of
//! themselves after each of their steps. Nobody is left out for being cut off or for having crashed since.

use std::collections::BTreeMap;

use raftapi::PeerState;

use super::check::{Broken, Check};
use crate::failure::Rule;

/// Who ever led in which term.
#[derive(Default)]
pub(super) struct Leaders {
    /// The peer and its life, by term.
    of: BTreeMap<u64, (usize, u64)>,
}

impl Leaders {
    /// A peer says, in this life, that it leads in `term`.
    pub(super) fn claim(&mut self, peer: usize, life: u64, term: u64) -> Check {
        let (first, its_life) = *self.of.entry(term).or_insert((peer, life));
        if first != peer {
            let message = format!("peers {} and {} both led term {term}", first.min(peer), first.max(peer));
            return Err(Broken::new(Rule::OneLeaderPerTerm, [first, peer], message));
        }
        if its_life != life {
            let message = format!("peer {peer} led term {term} in life {its_life} and again in life {life}");
            return Err(Broken::new(Rule::OneLeaderPerTerm, [peer], message));
        }
        Ok(())
    }

    /// Who leads or led in `term`.
    pub(super) fn of(&self, term: u64) -> Option<usize> {
        self.of.get(&term).map(|(peer, _)| *peer)
    }
}

/// A peer was in one state, and later in the same life is in another.
pub(super) fn term_stays_or_rises(peer: usize, before: PeerState, now: PeerState) -> Check {
    if now.term >= before.term {
        return Ok(());
    }
    let message = format!("peer {peer} went back from term {} to term {}", before.term, now.term);
    Err(Broken::new(Rule::TermNeverFalls, [peer], message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_has_one_leader_in_one_life() {
        let mut leaders = Leaders::default();
        assert_eq!(leaders.claim(2, 1, 4), Ok(()));
        assert_eq!(leaders.claim(2, 1, 4), Ok(()));
        assert_eq!(leaders.claim(0, 1, 5), Ok(()));
        assert_eq!((leaders.of(4), leaders.of(6)), (Some(2), None));
        let broken = leaders.claim(1, 1, 4).unwrap_err();
        assert_eq!((broken.peers, broken.message), (vec![1, 2], "peers 1 and 2 both led term 4".into()));
        let broken = leaders.claim(0, 2, 5).unwrap_err();
        assert_eq!(broken.message, "peer 0 led term 5 in life 1 and again in life 2");
    }
}
