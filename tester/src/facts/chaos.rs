//! How far a plan of the chaos suite has come.

use std::fmt;

use crate::chaos::Timed;

/// A fault of the plan begins or ends. What it does to peers and network follows as facts of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chaos {
    /// The fault's place in the plan, from 1 on.
    pub number: usize,
    /// Whether it begins; else it ends.
    pub begins: bool,
    /// Whom it strikes; nobody where it was to strike the leader and nobody leads.
    pub struck: Vec<usize>,
    /// What it is, in words.
    pub text: String,
}

impl Chaos {
    pub(crate) fn new(place: usize, timed: &Timed, struck: &[usize], begins: bool) -> Self {
        let text = if sim::World::current().recording() { timed.fault.to_string() } else { String::new() };
        Self { number: place + 1, begins, struck: struck.to_vec(), text }
    }

    pub(super) fn fold(&self, digest: &mut sim::Digest) {
        digest.word(self.number as u64);
        digest.word(self.begins.into());
        self.struck.iter().for_each(|peer| digest.word(*peer as u64));
    }
}

impl fmt::Display for Chaos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, begins, struck, text } = self;
        let verb = if *begins { "begins" } else { "ends" };
        write!(f, "fault {number} {verb}: {text}")?;
        match struck.as_slice() {
            [] => Ok(()),
            [one] => write!(f, " (peer {one})"),
            _ => f.write_str(" (all peers)"),
        }
    }
}
