//! How far the test's script has come.

use std::fmt;

use sim::{Digest, Fact};

use super::Chaos;
use crate::failure::Class;
use crate::value::Command;

/// A step of a test's script. An event of no node.
#[derive(Clone, Debug)]
pub enum Checkpoint {
    /// The script begins.
    Began {
        /// The test's title.
        title: &'static str,
        /// How many peers it has.
        peers: usize,
    },
    /// A round of a loop begins.
    Round(u64),
    /// A leader was found.
    Leader {
        /// The leader.
        peer: usize,
        /// Its term.
        term: u64,
    },
    /// Nobody leads, as it should be.
    NoLeader,
    /// All connected peers are in this term.
    Term(u64),
    /// A command is to be agreed on.
    Proposed {
        /// The command.
        command: Command,
        /// How many peers must apply it.
        expected: usize,
    },
    /// The command was agreed on.
    Agreed {
        /// The command.
        command: Command,
        /// Its index.
        index: u64,
    },
    /// Enough peers have applied this index.
    AppliedByEnough {
        /// The index.
        index: u64,
        /// How many peers had to.
        expected: usize,
    },
    /// A fault of the plan begins or ends.
    Chaos(Chaos),
    /// Everything is healed, and the cluster must recover.
    Healed,
    /// Something is odd, but no failure.
    Warning(&'static str),
    /// The test passed.
    Passed,
    /// The test failed.
    Failed {
        /// How gravely.
        class: Class,
        /// The sentence for people.
        message: String,
    },
}

impl Fact for Checkpoint {
    fn kind(&self) -> &'static str {
        match self {
            Self::Warning(_) => "warning",
            Self::Chaos(_) | Self::Healed => "chaos",
            Self::Passed => "passed",
            Self::Failed { .. } => "failed",
            _ => "test",
        }
    }

    fn fold(&self, digest: &mut Digest) {
        match self {
            Self::Began { title, peers } => {
                digest.bytes(title.as_bytes());
                digest.word(*peers as u64);
            }
            Self::Round(number) => fold_step(digest, 1, *number, 0),
            Self::Leader { peer, term } => fold_step(digest, 2, *peer as u64, *term),
            Self::NoLeader => fold_step(digest, 3, 0, 0),
            Self::Term(term) => fold_step(digest, 4, *term, 0),
            Self::Proposed { command, expected } => {
                fold_step(digest, 5, *expected as u64, 0);
                command.fold(digest);
            }
            Self::Agreed { command, index } => {
                fold_step(digest, 6, *index, 0);
                command.fold(digest);
            }
            Self::AppliedByEnough { index, expected } => fold_step(digest, 7, *index, *expected as u64),
            Self::Chaos(chaos) => chaos.fold(digest),
            Self::Healed => fold_step(digest, 8, 0, 0),
            Self::Warning(text) => digest.bytes(text.as_bytes()),
            Self::Passed => {}
            Self::Failed { message, .. } => digest.bytes(message.as_bytes()),
        }
    }
}

fn fold_step(digest: &mut Digest, step: u64, first: u64, second: u64) {
    digest.word(step);
    digest.word(first);
    digest.word(second);
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Began { title, peers } => write!(f, "begin: {title} ({peers} peers)"),
            Self::Round(number) => write!(f, "round {number}"),
            Self::Leader { peer, term } => write!(f, "peer {peer} leads in term {term}"),
            Self::NoLeader => f.write_str("nobody leads, as it should be"),
            Self::Term(term) => write!(f, "all connected peers are in term {term}"),
            Self::Proposed { command, expected } => write!(f, "one({command}) by {expected}"),
            Self::Agreed { command, index } => write!(f, "one({command}) agreed at index {index}"),
            Self::AppliedByEnough { index, expected } => write!(f, "index {index} applied by {expected}"),
            Self::Chaos(chaos) => write!(f, "{chaos}"),
            Self::Healed => f.write_str("everything heals"),
            Self::Warning(text) => write!(f, "warning: {text}"),
            Self::Passed => f.write_str("passed"),
            Self::Failed { class, message } => write!(f, "failed ({class}): {message}"),
        }
    }
}
