//! What can go wrong with a command that was submitted.

use std::time::Duration;

use super::claim::reports;
use super::{Claim, Class, words};
use crate::value::{Command, Value};

/// The last submission that a peer accepted while the test tried to get a command agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The peer that said it leads.
    pub peer: usize,
    /// The term it said that in.
    pub term: u64,
    /// The index it promised.
    pub index: u64,
    /// How many peers had applied something at that index when the test gave up.
    pub applied: usize,
    /// What they applied there.
    pub command: Option<Command>,
}

/// A command was not agreed on, or not as it should have been.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AgreementFailure {
    /// A command was not applied by enough peers in time.
    #[error(
        "no agreement on {command} by {} within {}: {}",
        words::count(*expected, "peer"),
        words::seconds(*waited),
        told(last.as_deref(), claims, command)
    )]
    NotReached {
        /// What was submitted.
        command: Command,
        /// How many peers had to apply it.
        expected: usize,
        /// How long the test tried.
        waited: Duration,
        /// The last accepted submission; `None` if no connected peer ever accepted one.
        last: Option<Box<Attempt>>,
        /// What every connected peer said of itself in the end.
        claims: Vec<Claim>,
    },
    /// An index was not applied by enough peers in time.
    #[error(
        "only {applied} of {} applied index {index} within {}",
        words::count(*expected, "peer"),
        words::seconds(*waited)
    )]
    TooFew {
        /// The index.
        index: u64,
        /// How many peers had to apply it.
        expected: usize,
        /// How many did.
        applied: usize,
        /// How long the test waited.
        waited: Duration,
    },
    /// Something was committed where nothing can have been.
    #[error("{} applied {command} at index {index}, though {why}", words::count(*applied, "peer"))]
    Premature {
        /// The index.
        index: u64,
        /// How many peers applied it.
        applied: usize,
        /// What they applied.
        command: Command,
        /// Why nothing can have been committed there.
        why: &'static str,
    },
    /// A command got another index than the one it must have.
    #[error("{value} got index {index}, expected {expected}")]
    WrongIndex {
        /// The command.
        value: Value,
        /// The index it got.
        index: u64,
        /// Which it should have been, in words.
        expected: String,
    },
    /// The peer that was just found to lead refused commands.
    #[error("peer {peer} was found to lead term {term}, but refused {}", words::series(values))]
    Refused {
        /// The peer.
        peer: usize,
        /// The term that it is in.
        term: u64,
        /// The commands; at least one.
        values: Vec<Value>,
    },
    /// A leader took a command in another term than the one that it leads.
    #[error("peer {peer} was found to lead term {term}, but took {value} in term {other}")]
    WrongTerm {
        /// The peer.
        peer: usize,
        /// The term that it and all others are in.
        term: u64,
        /// The command.
        value: Value,
        /// The term that it said it took the command in.
        other: u64,
    },
    /// A command other than the submitted one stands at its index, though neither leader nor term changed.
    #[error(
        "{command} was applied at index {index}, where {expected} was submitted and the term never changed"
    )]
    Replaced {
        /// The index.
        index: u64,
        /// What was submitted.
        expected: Command,
        /// What was applied.
        command: Command,
    },
    /// What was applied is not a number, though only numbers were submitted.
    #[error("{command} was applied at index {index}, though the test submitted only numbers")]
    NotANumber {
        /// The index.
        index: u64,
        /// What was applied.
        command: Command,
    },
    /// A command that had been agreed on is gone.
    #[error(
        "{value} was {was}, but it is not among the {} that all peers applied",
        words::count(*applied, "command")
    )]
    Lost {
        /// The command.
        value: u64,
        /// How the test knows about it.
        was: &'static str,
        /// How many commands were applied.
        applied: usize,
    },
}

impl AgreementFailure {
    pub(super) const fn class(&self) -> Class {
        match self {
            Self::NotReached { .. } | Self::TooFew { .. } | Self::Refused { .. } => Class::Liveness,
            Self::Premature { .. }
            | Self::WrongIndex { .. }
            | Self::WrongTerm { .. }
            | Self::Replaced { .. }
            | Self::NotANumber { .. }
            | Self::Lost { .. } => Class::Safety,
        }
    }

    pub(super) const fn rule(&self) -> &'static str {
        match self {
            Self::NotReached { .. } => "agreement-in-time",
            Self::TooFew { .. } => "applied-by-enough",
            Self::Premature { .. } => "commit-needs-majority",
            Self::WrongIndex { .. } => "index-of-command",
            Self::Refused { .. } => "leader-accepts",
            Self::WrongTerm { .. } => "term-of-command",
            Self::Replaced { .. } => "submitted-is-applied",
            Self::NotANumber { .. } => "only-submitted-commands",
            Self::Lost { .. } => "committed-stays",
        }
    }

    pub(super) fn peers(&self) -> Vec<usize> {
        match self {
            Self::NotReached { last, .. } => last.iter().map(|attempt| attempt.peer).collect(),
            Self::Refused { peer, .. } | Self::WrongTerm { peer, .. } => vec![*peer],
            _ => Vec::new(),
        }
    }

    pub(super) const fn index(&self) -> Option<u64> {
        match self {
            Self::NotReached { last: Some(attempt), .. } => Some(attempt.index),
            Self::TooFew { index, .. }
            | Self::Premature { index, .. }
            | Self::WrongIndex { index, .. }
            | Self::Replaced { index, .. }
            | Self::NotANumber { index, .. } => Some(*index),
            Self::NotReached { last: None, .. }
            | Self::Refused { .. }
            | Self::WrongTerm { .. }
            | Self::Lost { .. } => None,
        }
    }
}

/// What became of the last submission.
fn told(last: Option<&Attempt>, claims: &[Claim], submitted: &Command) -> String {
    let Some(Attempt { peer, term, index, applied, command }) = last else {
        return format!("no connected peer accepted it as leader, and in the end {}", reports(claims));
    };
    let promised = format!("peer {peer} took it as leader of term {term} for index {index}");
    match command {
        None => format!("{promised}, which nobody applied"),
        Some(other) if other != submitted => {
            format!("{promised}, where {} applied {other}", words::count(*applied, "peer"))
        }
        Some(_) => format!("{promised}, which {} applied", words::count(*applied, "peer")),
    }
}
