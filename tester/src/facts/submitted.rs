//! What the tester asks of the peers.

use std::fmt;

use raftapi::Started;
use sim::{Digest, Fact};

use crate::value::Command;

/// A peer took a command as leader. An event of that peer's node. Refusals are not events: they tell nothing,
/// and some tests ask every peer in turn, thousands of times.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// What was submitted.
    pub command: Command,
    /// The index and the term that the peer promised.
    pub started: Started,
}

impl Fact for Submitted {
    fn kind(&self) -> &'static str {
        "start"
    }

    fn fold(&self, digest: &mut Digest) {
        self.command.fold(digest);
        digest.word(self.started.index);
        digest.word(self.started.term);
    }
}

impl fmt::Display for Submitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { command, started } = self;
        write!(f, "took {command} for index {} in term {}", started.index, started.term)
    }
}
