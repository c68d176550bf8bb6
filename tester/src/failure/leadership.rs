//! What can be wrong with leaders and terms.

use std::time::Duration;

use super::Class;
use super::words;

/// What one peer said of itself when the test looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The peer.
    pub peer: usize,
    /// Its current term.
    pub term: u64,
    /// Whether it believes that it leads.
    pub is_leader: bool,
}

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
    /// Terms changed so often that the test never saw its steps through within one.
    #[error("the term changed in each of {attempts} attempts, though nothing disturbed the peers")]
    TermNeverStable {
        /// How often the test tried.
        attempts: u32,
    },
}

impl LeadershipFailure {
    pub(super) const fn class(&self) -> Class {
        match self {
            Self::TwoLeaders { .. } | Self::LeaderWithoutMajority(_) | Self::TermTooLow(_) => Class::Safety,
            Self::NoLeader { .. } | Self::TermsDiffer(_) | Self::TermNeverStable { .. } => Class::Liveness,
        }
    }

    pub(super) const fn rule(&self) -> &'static str {
        match self {
            Self::TwoLeaders { .. } => "one-leader-per-term",
            Self::LeaderWithoutMajority(_) => "leader-needs-majority",
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
            Self::NoLeader { .. }
            | Self::TermsDiffer(_)
            | Self::TermTooLow(_)
            | Self::TermNeverStable { .. } => Vec::new(),
        }
    }
}

/// `peers 0, 1 and 2 report terms 7, 7 and 8, and none leads`.
fn reports(claims: &[Claim]) -> String {
    let peers: Vec<_> = claims.iter().map(|claim| claim.peer).collect();
    let terms: Vec<_> = claims.iter().map(|claim| claim.term).collect();
    let leaders: Vec<_> = claims.iter().filter(|claim| claim.is_leader).map(|claim| claim.peer).collect();
    let leading = match leaders.as_slice() {
        [] => "none leads".into(),
        [one] => format!("peer {one} leads"),
        several => format!("{} lead", words::peers(several)),
    };
    match claims {
        [] => "no peer is connected".into(),
        [one] => format!("peer {} reports term {}, and {leading}", one.peer, one.term),
        _ => format!("{} report terms {}, and {leading}", words::peers(&peers), words::series(&terms)),
    }
}
