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
pub(super) mod samples;
mod standing;
#[cfg(test)]
mod tests;
mod words;

use super::Rubric;
use super::workshop::Versions;
use crate::rules::Hints;

pub(crate) use class::csv;
pub(crate) use gradescope::results;
pub(crate) use junit::junit;
pub(crate) use receipt::{Conditions, Receipt, ReceiptError, Sealed, TestReceipt};
pub(crate) use standing::Rate;

/// What all reports of one grading rest on, besides the grades.
#[derive(Debug, Clone)]
pub(crate) struct Basis {
    /// What is graded, as in `Raft`.
    title: String,
    /// How much may be said beyond the evidence.
    hints: Hints,
    /// The rubric, as far as anybody may know it.
    rubric: Sealed,
    /// On what conditions, of those that decide what comes of a public run.
    conditions: Conditions,
    /// Which programs graded.
    versions: Versions,
}

impl Basis {
    /// What reports of grades by this rubric and these programs may say of both.
    pub(crate) fn new(rubric: &Rubric, versions: &Versions) -> Self {
        Self {
            title: rubric.title.clone(),
            hints: rubric.hints,
            rubric: Sealed::from(rubric),
            conditions: Conditions::from(rubric),
            versions: versions.clone(),
        }
    }
}
