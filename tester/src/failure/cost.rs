//! What can cost more than the lab allows.

/// The peers use more than the lab allows. All of these are cost failures.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CostFailure {
    /// More RPCs were handled than the protocol needs.
    #[error("{rpcs} RPCs handled {during}: at most {limit} are allowed")]
    TooManyRpcs {
        /// How many.
        rpcs: u64,
        /// The most that are allowed.
        limit: u64,
        /// While what was going on.
        during: &'static str,
    },
    /// A leader was elected without anybody being asked.
    #[error("no RPC at all was handled {during}")]
    NoRpcs {
        /// While what was going on.
        during: &'static str,
    },
    /// More bytes were sent than the commands justify.
    #[error("{bytes} bytes were sent for {payload} bytes of commands: at most {limit} are allowed")]
    TooManyBytes {
        /// How many.
        bytes: u64,
        /// The most that are allowed.
        limit: u64,
        /// The length of all commands.
        payload: u64,
    },
    /// A peer keeps a log that its snapshots should have shortened.
    #[error(
        "peer {peer} persists {bytes} bytes of Raft state after its snapshots: it must stay below {limit}"
    )]
    LogTooLarge {
        /// The peer.
        peer: usize,
        /// The size of its persisted Raft state.
        bytes: usize,
        /// The size that it must stay below.
        limit: usize,
    },
}

impl CostFailure {
    pub(super) const fn rule(&self) -> &'static str {
        match self {
            Self::TooManyRpcs { .. } | Self::NoRpcs { .. } => "rpc-count",
            Self::TooManyBytes { .. } => "rpc-bytes",
            Self::LogTooLarge { .. } => "log-size",
        }
    }

    pub(super) fn peers(&self) -> Vec<usize> {
        match self {
            Self::LogTooLarge { peer, .. } => vec![*peer],
            _ => Vec::new(),
        }
    }
}
