//! What a peer can hand up wrongly to its service.

use crate::value::Command;

/// A peer handed the wrong thing to its service. All of these are safety failures: what was applied cannot be
/// undone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyFailure {
    /// State Machine Safety (Figure 3): no two peers ever apply different commands at one index.
    #[error("{} at index {index}: {command} and {others}", who_disagree(*peer, *other))]
    Disagreement {
        /// The index.
        index: u64,
        /// The peer that was looked at.
        peer: usize,
        /// What it applied there.
        command: Command,
        /// The peer, or an earlier life of the same one, that applied something else.
        other: usize,
        /// What that one applied.
        others: Command,
    },
    /// Commands must come in the order of their indices, without gaps.
    #[error("peer {peer} applied index {index} out of order: expected index {expected}")]
    OutOfOrder {
        /// The peer.
        peer: usize,
        /// The index it handed up.
        index: u64,
        /// The index that was due.
        expected: u64,
    },
    /// A snapshot was handed up under another index than the one it was taken at.
    #[error("peer {peer} handed up a snapshot for index {index}, but its content ends at index {content}")]
    SnapshotIndex {
        /// The peer.
        peer: usize,
        /// The index it was handed up with.
        index: u64,
        /// The last index that it covers.
        content: u64,
    },
    /// The bytes of a snapshot are not what the service made.
    #[error("peer {peer} {} a snapshot of {bytes} bytes that the service never made", from_where(*index))]
    SnapshotContent {
        /// The peer.
        peer: usize,
        /// The index it was handed up with; `None` for the one that the persister held at a restart.
        index: Option<u64>,
        /// Its length.
        bytes: usize,
    },
}

impl ApplyFailure {
    pub(super) const fn rule(&self) -> &'static str {
        match self {
            Self::Disagreement { .. } => "applied-commands-agree",
            Self::OutOfOrder { .. } => "apply-order",
            Self::SnapshotIndex { .. } => "snapshot-index",
            Self::SnapshotContent { .. } => "snapshot-content",
        }
    }

    pub(super) fn peers(&self) -> Vec<usize> {
        match self {
            Self::Disagreement { peer, other, .. } => vec![*peer, *other],
            Self::OutOfOrder { peer, .. }
            | Self::SnapshotIndex { peer, .. }
            | Self::SnapshotContent { peer, .. } => vec![*peer],
        }
    }

    pub(crate) const fn index(&self) -> Option<u64> {
        match self {
            Self::Disagreement { index, .. }
            | Self::OutOfOrder { index, .. }
            | Self::SnapshotIndex { index, .. } => Some(*index),
            Self::SnapshotContent { index, .. } => *index,
        }
    }
}

fn who_disagree(peer: usize, other: usize) -> String {
    if peer == other {
        format!("peer {peer} and an earlier life of it applied different commands")
    } else {
        format!("peers {peer} and {other} applied different commands")
    }
}

fn from_where(index: Option<u64>) -> String {
    match index {
        Some(index) => format!("handed up, for index {index},"),
        None => "restarted from".into(),
    }
}
