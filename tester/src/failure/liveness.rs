//! A cluster that does not recover once everything is healed.

use std::fmt;
use std::time::Duration;

use super::claim::reports;
use super::{Claim, words};
use crate::value::Command;

/// A healed cluster does not work. All of these are liveness failures.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LivenessFailure {
    /// Nobody leads.
    #[error("no leader {} after everything was healed: {why}; {}", words::seconds(*waited), reports(claims))]
    NoLeader {
        /// How long the peers had.
        waited: Duration,
        /// What each peer says of itself.
        claims: Vec<Claim>,
        /// The reason.
        why: Why,
    },
    /// The leader refuses commands.
    #[error(
        "peer {leader} refuses commands {} after everything was healed, and nobody else leads: {}",
        words::seconds(*waited),
        reports(claims)
    )]
    Refused {
        /// The leader.
        leader: usize,
        /// What each peer says of itself.
        claims: Vec<Claim>,
        /// How long the peers had.
        waited: Duration,
    },
    /// What the present leader has accepted in its own term does not commit, or not everywhere.
    #[error(
        "after {} without a disturbance, {applied} of {peers} peers have applied index {index}, which peer \
         {leader} accepted a command for in term {term}, that it still leads: {why}",
        words::seconds(*waited)
    )]
    NotCommitted {
        /// The leader.
        leader: usize,
        /// Its term.
        term: u64,
        /// The last index that it accepted a command for.
        index: u64,
        /// How many peers have applied so much.
        applied: usize,
        /// How many peers there are.
        peers: usize,
        /// How long the peers had.
        waited: Duration,
        /// The reason.
        why: Why,
    },
    /// A new command is not applied everywhere.
    #[error(
        "{} after everything was healed, {applied} of {peers} peers have applied {command}, which peer {leader} \
         took for index {index}: {why}",
        words::seconds(*waited)
    )]
    NotAgreed {
        /// The command.
        command: Command,
        /// The leader that took it.
        leader: usize,
        /// For which index.
        index: u64,
        /// How many peers have applied so much.
        applied: usize,
        /// How many peers there are.
        peers: usize,
        /// How long the peers had.
        waited: Duration,
        /// The reason.
        why: Why,
    },
    /// Two logs do not become equal.
    #[error(
        "{} after everything was healed and a new command was agreed on, peers {one} and {other} still differ: \
         {what}",
        words::seconds(*waited)
    )]
    LogsDiffer {
        /// One of the two.
        one: usize,
        /// The other.
        other: usize,
        /// What differs.
        what: String,
        /// How long the peers had.
        waited: Duration,
    },
}

/// Why a healed cluster does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Elections follow each other, and nobody wins for long.
    TermsRacing {
        /// The highest term when everything was healed.
        from: u64,
        /// The highest term in the end.
        to: u64,
    },
    /// There was not a single election.
    NobodyStands {
        /// The term that the peers stay in.
        term: u64,
    },
    /// Too few peers are asked for anything.
    NoQuorum {
        /// How many took in a request since everything was healed.
        asked: usize,
        /// How many peers there are.
        peers: usize,
    },
    /// A follower's log stays behind.
    Lagging {
        /// The follower.
        peer: usize,
        /// Where its log ends.
        ends: u64,
        /// Where the leader's log ends.
        leaders_ends: u64,
        /// Whether it ended elsewhere when everything was healed.
        moves: bool,
    },
    /// Everybody holds the entry, but the leader's `commit_index` does not get there.
    NotCounted {
        /// The leader.
        leader: usize,
        /// Its `commit_index`.
        commit_index: u64,
        /// Where its log ends.
        ends: u64,
    },
    /// A follower is not told that the entry is committed.
    NotTold {
        /// The follower.
        peer: usize,
        /// Its `commit_index`.
        commit_index: u64,
    },
    /// A peer knows that the entry is committed, and does not hand it up.
    ApplyStuck {
        /// The peer.
        peer: usize,
        /// How many commands its service was handed.
        applied: u64,
        /// Its `commit_index`.
        commit_index: u64,
    },
    /// Nothing that shows from outside.
    Unknown,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TermsRacing { from, to } => {
                write!(f, "terms race, from {from} to {to}, and no leader lasts")
            }
            Self::NobodyStands { term } => write!(f, "nobody stands for election, all stay in term {term}"),
            Self::NoQuorum { asked, peers } => {
                write!(f, "no quorum is asked: only {asked} of {peers} peers got any request")
            }
            Self::Lagging { peer, ends, leaders_ends, moves } => {
                let stays = if *moves { "still ends" } else { "has ended all the while" };
                write!(
                    f,
                    "the log of peer {peer} {stays} at index {ends} and the leader's at {leaders_ends}, so \
                     next_index for it does not get there"
                )
            }
            Self::NotCounted { leader, commit_index, ends } => write!(
                f,
                "all logs reach index {ends}, but commit_index of leader {leader} stays at {commit_index}"
            ),
            Self::NotTold { peer, commit_index } => {
                write!(f, "commit_index of peer {peer} stays at {commit_index}, below the leader's")
            }
            Self::ApplyStuck { peer, applied, commit_index } => write!(
                f,
                "peer {peer} has committed up to index {commit_index}, but handed up {applied} commands only"
            ),
            Self::Unknown => f.write_str("the peers show no reason"),
        }
    }
}

impl LivenessFailure {
    pub(super) const fn rule(&self) -> &'static str {
        match self {
            Self::NoLeader { .. } => "leader-after-heal",
            Self::Refused { .. } | Self::NotAgreed { .. } => "agreement-after-heal",
            Self::NotCommitted { .. } => "accepted-commits",
            Self::LogsDiffer { .. } => "equal-logs",
        }
    }

    pub(super) fn peers(&self) -> Vec<usize> {
        match self {
            Self::NoLeader { .. } => Vec::new(),
            Self::Refused { leader, .. } => vec![*leader],
            Self::NotCommitted { leader, why, .. } | Self::NotAgreed { leader, why, .. } => {
                why.peer().into_iter().chain([*leader]).collect()
            }
            Self::LogsDiffer { one, other, .. } => vec![*one, *other],
        }
    }

    pub(super) const fn index(&self) -> Option<u64> {
        match self {
            Self::NotCommitted { index, .. } | Self::NotAgreed { index, .. } => Some(*index),
            Self::NoLeader { .. } | Self::Refused { .. } | Self::LogsDiffer { .. } => None,
        }
    }
}

impl Why {
    /// The peer that it is about, if it is about one.
    const fn peer(&self) -> Option<usize> {
        match self {
            Self::Lagging { peer, .. } | Self::NotTold { peer, .. } | Self::ApplyStuck { peer, .. } => {
                Some(*peer)
            }
            _ => None,
        }
    }
}
