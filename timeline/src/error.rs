//! What can be wrong with a trace.

use std::io;

use crate::record::VERSION;

/// Why a file could not be read as a trace. Lines are counted from 1 on.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// The first line is no header of a trace.
    #[error("this is no trace: its first line is not the header that `replay --trace` writes ({0})")]
    NotATrace(String),
    /// Another version of the format.
    #[error(
        "this trace has version {found} of the format, and this program reads version {VERSION} only: \
        use the program that wrote it, or replay the run"
    )]
    Version {
        /// The version that the header names.
        found: u64,
    },
    /// A line that says nothing, or nothing that can be.
    #[error("line {line} is damaged: {what}; replay the run to get its trace again")]
    Damaged {
        /// The line.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
    /// An event whose number is not larger than the one before it.
    #[error(
        "line {line}: event {id} stands after event {before}, but numbers only go up; \
        replay the run to get its trace again"
    )]
    Order {
        /// The line.
        line: u64,
        /// The event.
        id: u64,
        /// The event before it.
        before: u64,
    },
    /// An event that would have come of itself or of a later one.
    #[error(
        "line {line}: event {id} names event {parent} as its cause, which does not stand before it; \
        replay the run to get its trace again"
    )]
    Parent {
        /// The line.
        line: u64,
        /// The event.
        id: u64,
        /// Its alleged cause.
        parent: u64,
    },
    /// The trace has no end.
    #[error(
        "the trace is cut off after line {line}: its last line should be the one of type `end`; \
        replay the run to get its trace again"
    )]
    CutOff {
        /// The last whole line.
        line: u64,
    },
    /// Something follows the end.
    #[error("line {line} stands after the end of the trace: is this more than one trace?")]
    AfterEnd {
        /// The line.
        line: u64,
    },
    /// The file could not be read.
    #[error("the trace cannot be read: {0}")]
    Io(#[from] io::Error),
}
