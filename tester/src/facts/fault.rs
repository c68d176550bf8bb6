//! What the tester does to peers and to the network.

use std::fmt;

use sim::{Digest, Fact};

/// What the tester does to one peer. An event of that peer's node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Linked, both ways, with every connected peer.
    Connected,
    /// Cut off from everybody, itself included.
    Disconnected,
    /// Stopped: every task of this life is gone; what it had saved stays.
    Crashed,
    /// Started, the first time or again, with what it had saved. It is not connected by that.
    Booted {
        /// Which life this is, from 1 on.
        life: u64,
    },
}

impl Fact for Fault {
    fn kind(&self) -> &'static str {
        match self {
            Self::Connected => "connect",
            Self::Disconnected => "disconnect",
            Self::Crashed => "crash",
            Self::Booted { .. } => "boot",
        }
    }

    fn fold(&self, digest: &mut Digest) {
        if let Self::Booted { life } = self {
            digest.word(*life);
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connected => f.write_str("connected"),
            Self::Disconnected => f.write_str("cut off"),
            Self::Crashed => f.write_str("crashed"),
            Self::Booted { life: 1 } => f.write_str("started"),
            Self::Booted { life } => write!(f, "life {life} begins"),
        }
    }
}

/// What the tester does to the network as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// From now on messages are neither lost nor delayed, or else they are.
    Reliable(bool),
    /// From now on most replies come late and out of order, or else they do not.
    LongReordering(bool),
}

impl Fact for Weather {
    fn kind(&self) -> &'static str {
        match self {
            Self::Reliable(_) => "reliable",
            Self::LongReordering(_) => "reordering",
        }
    }

    fn fold(&self, digest: &mut Digest) {
        let (Self::Reliable(on) | Self::LongReordering(on)) = *self;
        digest.word(on.into());
    }
}

impl fmt::Display for Weather {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reliable(true) => "the network becomes reliable",
            Self::Reliable(false) => "the network becomes unreliable",
            Self::LongReordering(true) => "the network begins to reorder replies",
            Self::LongReordering(false) => "the network stops reordering replies",
        })
    }
}
