//! What the oracles add to the trace.

use std::fmt;

use sim::{Digest, Fact};

use crate::failure::Violation;

/// The oracles found a rule broken. An event of whoever's code is running; it comes right after the one at
/// which it showed. A second one in a run is of safety, after one of liveness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violated(pub Violation);

impl Fact for Violated {
    fn kind(&self) -> &'static str {
        "violation"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.bytes(self.0.rule.as_str().as_bytes());
        digest.bytes(self.0.message.as_bytes());
    }
}

impl fmt::Display for Violated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.rule, self.0)
    }
}
