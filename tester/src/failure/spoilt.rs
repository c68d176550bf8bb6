//! What can spoil an attempt to get something done within one term.

/// Why an attempt within one term came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Spoilt {
    /// The peer that was just found to lead refused a command.
    #[error("peer {peer} was found to lead term {term}, but refused a command")]
    Refused {
        /// The peer.
        peer: usize,
        /// The term that it is in.
        term: u64,
    },
    /// At one moment, a peer gave two different terms.
    #[error("peer {peer} took a command in term {started}, but reported term {state} at the same moment")]
    TwoTerms {
        /// The peer.
        peer: usize,
        /// The term that it took the command in.
        started: u64,
        /// The term that it said it is in.
        state: u64,
    },
    /// The term changed.
    #[error("peer {peer} was in term {to}, though the attempt began in term {from}")]
    Moved {
        /// The peer that had gone on.
        peer: usize,
        /// The term of the attempt.
        from: u64,
        /// The peer's term.
        to: u64,
    },
    /// The term changed before a command was applied.
    #[error(
        "the test gave up waiting for index {index} of term {from}, since peer {peer} had come to term {to}"
    )]
    GaveUp {
        /// The index that was waited for.
        index: u64,
        /// The peer that had gone on.
        peer: usize,
        /// The term of the attempt.
        from: u64,
        /// The peer's term.
        to: u64,
    },
}

impl Spoilt {
    /// The peer that the evidence names.
    pub(super) const fn peer(self) -> usize {
        match self {
            Self::Refused { peer, .. }
            | Self::TwoTerms { peer, .. }
            | Self::Moved { peer, .. }
            | Self::GaveUp { peer, .. } => peer,
        }
    }
}
