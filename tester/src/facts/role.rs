//! What a peer says of itself.

use std::fmt;

use sim::{Digest, Fact};

/// A peer's term, or its belief that it leads, has changed. An event of that peer's node, at the very step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleChange {
    /// Its term now.
    pub term: u64,
    /// Whether it now believes that it leads.
    pub is_leader: bool,
}

impl Fact for RoleChange {
    fn kind(&self) -> &'static str {
        "role"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.term);
        digest.word(self.is_leader.into());
    }
}

impl fmt::Display for RoleChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { term, is_leader } = self;
        if *is_leader { write!(f, "leads term {term}") } else { write!(f, "term {term}") }
    }
}
