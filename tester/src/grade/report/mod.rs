//! What people and programs read of a grading: for Gradescope, for continuous integration, for a spreadsheet,
//! for a browser, and the receipt that anybody can check.
//!
//! # What it models
//! Every report is a pure function of grades. What it may give away is settled by what it is given: a
//! [`Basis`] holds neither the rubric's secret nor a hidden seed, so that no report can hold one.
//!
//! # What it leaves out
//! Files: whoever calls writes what comes back.

mod class;
mod gradescope;
mod junit;
pub(crate) mod page;
pub(crate) mod plain;
mod receipt;
#[cfg(test)]
mod samples;
mod standing;
mod words;

use crate::rules::Hints;

pub(crate) use class::csv;
pub(crate) use gradescope::results;
pub(crate) use junit::junit;
pub(crate) use receipt::{Receipt, ReceiptError};

/// What all reports of one grading rest on, besides the grades.
#[derive(Debug, Clone)]
pub(crate) struct Basis {
    /// What is graded, as in `Raft lab`.
    pub(crate) title: String,
    /// How much may be said beyond the evidence.
    pub(crate) hints: Hints,
    /// The rubric's digest, without its secret, in hexadecimal digits.
    pub(crate) rubric: String,
    /// Which programs graded.
    pub(crate) versions: Versions,
}

/// Which programs graded.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Versions {
    /// raftlab's version.
    pub(crate) raftlab: String,
    /// The SHA-256 of the harness's sources, in hexadecimal digits.
    pub(crate) harness: String,
    /// The compiler's version and the machine that it compiles for.
    pub(crate) rustc: String,
}
