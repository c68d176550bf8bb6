//! What can be wrong with leaders and terms.

use std::time::Duration;

use super::claim::reports;
use super::{Claim, Class, Spoilt, words};

/// Something is wrong with who leads in which term.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeadershipFailure {
    /// Election Safety (Figure 3): at most one leader can be elected in a given term.
    #[error("{} both lead in term {term}", words::peers(leaders))]
    TwoLeaders {
        /// The term.
        term: u64,
        /// The peers that claim to lead in it.
        leaders: Vec<usize>,
    },
    /// A peer that cannot reach a majority claims to lead, without having led before it was cut off.
    #[error("peer {} claims to lead in term {}, though no majority can reach it", .0.peer, .0.term)]
    LeaderWithoutMajority(Claim),
    /// A peer goes on leading an old term, though others keep answering it with a newer one (Figure 2, Rules
    /// for Servers: "if RPC request or response contains term T > currentTerm").
    #[error(
        "peer {peer} still leads term {term} after {} of answers from peers in term {newer}",
        words::seconds(*waited)
    )]
    StaleLeader {
        /// The peer.
        peer: usize,
        /// Its term.
        term: u64,
        /// The term of those who answer.
        newer: u64,
        /// For how long they have.
        waited: Duration,
    },
    /// Nobody leads, though a majority can talk.
    #[error(
        "no leader within {} ({}): {}",
        words::count(*looks as usize, "look"),
        words::seconds(*waited),
        reports(last)
    )]
    NoLeader {
        /// How often the test looked.
        looks: u32,
        /// How long that took.
        waited: Duration,
        /// What every connected peer said at the last look.
        last: Vec<Claim>,
    },
    /// Connected and undisturbed peers did not settle on one term.
    #[error("the peers do not agree on the term: {}", reports(.0))]
    TermsDiffer(Vec<Claim>),
    /// A leader was elected, yet its term is not above the initial one.
    #[error("the peers are in term {0} after an election: terms begin at 0 and each election raises them")]
    TermTooLow(u64),
    /// The test never saw its steps through within one term.
    #[error(
        "none of {attempts} attempts got through within one term, though nothing disturbed the peers; in the \
         last, {last}"
    )]
    TermNeverStable {
        /// How often the test tried.
        attempts: u64,
        /// What spoilt the last attempt.
        last: Spoilt,
    },
}

impl LeadershipFailure {
    pub(super) const fn class(&self) -> Class {
        match self {
            Self::TwoLeaders { .. }
            | Self::LeaderWithoutMajority(_)
            | Self::StaleLeader { .. }
            | Self::TermTooLow(_) => Class::Safety,
            Self::NoLeader { .. } | Self::TermsDiffer(_) | Self::TermNeverStable { .. } => Class::Liveness,
        }
    }

    pub(super) const fn rule(&self) -> &'static str {
        match self {
            Self::TwoLeaders { .. } => "one-leader-per-term",
            Self::LeaderWithoutMajority(_) => "leader-needs-majority",
            Self::StaleLeader { .. } => "higher-term-obeyed",
            Self::NoLeader { .. } => "leader-in-time",
            Self::TermsDiffer(_) => "terms-agree",
            Self::TermTooLow(_) => "election-raises-term",
            Self::TermNeverStable { .. } => "stable-term",
        }
    }

    pub(super) fn peers(&self) -> Vec<usize> {
        match self {
            Self::TwoLeaders { leaders, .. } => leaders.clone(),
            Self::LeaderWithoutMajority(claim) => vec![claim.peer],
            Self::StaleLeader { peer, .. } => vec![*peer],
            Self::TermNeverStable { last, .. } => vec![last.peer()],
            Self::NoLeader { .. } | Self::TermsDiffer(_) | Self::TermTooLow(_) => Vec::new(),
        }
    }
}
