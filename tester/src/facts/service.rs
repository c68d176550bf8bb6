//! What the service on top of each peer sees.

use std::fmt;

use sim::{Digest, Fact};

use crate::failure::ApplyFailure;
use crate::value::Command;

/// The service took a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The command's index.
    pub index: u64,
    /// The command.
    pub command: Command,
}

impl Fact for Applied {
    fn kind(&self) -> &'static str {
        "apply"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.index);
        self.command.fold(digest);
    }
}

impl fmt::Display for Applied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "applied {} at index {}", self.command, self.index)
    }
}

/// The service replaced all it knew by a snapshot: one that Raft handed up, or the saved one at a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotInstalled {
    /// The last index that it covers.
    pub index: u64,
}

impl Fact for SnapshotInstalled {
    fn kind(&self) -> &'static str {
        "install"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.index);
    }
}

impl fmt::Display for SnapshotInstalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "installed the snapshot up to index {}", self.index)
    }
}

/// The service took a snapshot and gave it to Raft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotTaken {
    /// The last index that it covers.
    pub index: u64,
    /// Its length, in bytes.
    pub bytes: usize,
}

impl Fact for SnapshotTaken {
    fn kind(&self) -> &'static str {
        "snapshot"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.index);
        digest.word(self.bytes as u64);
    }
}

impl fmt::Display for SnapshotTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "took a snapshot up to index {} ({} bytes)", self.index, self.bytes)
    }
}

/// The service found fault with what it was given. The test fails when its script looks next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyRefused(pub ApplyFailure);

impl Fact for ApplyRefused {
    fn kind(&self) -> &'static str {
        "apply-error"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.0.index().unwrap_or(0));
    }
}

impl fmt::Display for ApplyRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
