//! Situations of elections.

use std::collections::BTreeSet;

use raftapi::{Inspection, Role};

use super::messages::Call;
use super::subject::{Candidacy, Glance, Subject};
use super::{Reached, Situation};
use crate::facts::RoleChange;

/// What is remembered of elections.
#[derive(Default)]
pub(super) struct Elections {
    /// Who became leader last.
    last_leader: Option<usize>,
    /// The terms that had a leader.
    led: BTreeSet<u64>,
    /// The terms in which one candidate asked another for its vote.
    contested: BTreeSet<u64>,
    /// By peer: candidates whom it has answered, and who may have been refused.
    answered: Vec<Vec<Candidacy>>,
}

impl Elections {
    pub(super) fn new(peers: usize) -> Self {
        Self { answered: vec![Vec::new(); peers], ..Self::default() }
    }

    /// A peer's term or role has changed; `peers` show what was before. Whether it has become leader.
    pub(super) fn role(
        &mut self,
        peers: &[Subject],
        peer: usize,
        now: RoleChange,
        reached: &mut Reached,
    ) -> bool {
        let before = &peers[peer];
        if before.leads && !now.is_leader && now.term > before.term {
            reached.add(Situation::LeaderDeposed);
        }
        if !now.is_leader || before.leads && before.term == now.term {
            return false;
        }
        reached.add(Situation::LeaderElected);
        if self.last_leader.replace(peer).is_some_and(|last| last != peer) {
            reached.add(Situation::LeaderReplaced);
        }
        self.led.insert(now.term);
        let others = peers.iter().enumerate().filter(|(other, _)| *other != peer);
        if others.into_iter().any(|(_, other)| other.leads && other.term != now.term) {
            reached.add(Situation::TwoLeaders);
        }
        true
    }

    /// A request reaches a peer that may be a candidate itself.
    pub(super) fn asked(&mut self, peers: &[Subject], peer: usize, call: &Call) {
        let own = peers[peer].candidacy().map(|own| own.term);
        if let Some(rival) = call.candidacy.filter(|rival| own == Some(rival.term)) {
            self.contested.insert(rival.term);
        }
    }

    /// A peer has answered a candidate. What it answered shows when it is looked at after that.
    pub(super) fn answered(&mut self, peers: &[Subject], peer: usize, call: &Call, reached: &mut Reached) {
        let Some(candidacy) = call.candidacy else { return };
        match &peers[peer].glance {
            Some(glance) if call.delivered.is_some_and(|event| glance.after_event >= event) => {
                count_refusal(glance, candidacy, reached);
            }
            _ => self.answered[peer].push(candidacy),
        }
    }

    /// A peer was looked at.
    pub(super) fn seen(
        &mut self,
        peer: usize,
        before: Option<&Inspection>,
        glance: &Glance,
        reached: &mut Reached,
    ) {
        for candidacy in self.answered[peer].drain(..) {
            count_refusal(glance, candidacy, reached);
        }
        // Within a term only its leader's word ends a candidacy so (§5.2).
        let stood = before.is_some_and(|before| (before.role, before.term) == (Role::Candidate, glance.term));
        if stood && glance.role == Role::Follower {
            reached.add(Situation::CandidateYields);
        }
    }

    pub(super) fn crash(&mut self, peer: usize) {
        self.answered[peer].clear();
    }

    /// How many terms were lost to a split vote, so far: those that are over without a leader.
    pub(super) fn split_votes(&self) -> u64 {
        let present = self.led.last().copied().unwrap_or(0);
        let split = self.contested.range(..present).filter(|term| !self.led.contains(term));
        split.count() as u64
    }
}

/// Who is in the candidate's term without having voted, now that it has answered, has refused.
fn count_refusal(glance: &Glance, candidacy: Candidacy, reached: &mut Reached) {
    if glance.term == candidacy.term && !glance.has_voted && glance.last > candidacy.last {
        reached.add(Situation::OldLogRefused);
    }
}
