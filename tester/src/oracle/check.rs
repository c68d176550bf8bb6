//! What a check comes to.

use crate::failure::Rule;

/// A rule that was found broken: the evidence, before anybody says when and at which event.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) rule: Rule,
    pub(super) peers: Vec<usize>,
    pub(super) index: Option<u64>,
    pub(super) message: String,
}

impl Broken {
    /// Evidence that is about no index in particular.
    pub(super) fn new(rule: Rule, peers: impl Into<Vec<usize>>, message: String) -> Self {
        let mut peers = peers.into();
        peers.sort_unstable();
        peers.dedup();
        Self { rule, peers, index: None, message }
    }

    /// The evidence is about this index.
    pub(super) fn at(mut self, index: u64) -> Self {
        self.index = Some(index);
        self
    }
}

/// Nothing, or the first rule that was found broken.
pub(super) type Check = Result<(), Broken>;
