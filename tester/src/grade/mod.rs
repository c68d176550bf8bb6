//! Grading: what a submission is worth under a course's rubric, and what may be told of it.
//!
//! Each submission is built by itself and each of its runs has a process of its own, both confined (see
//! the crate `jail`), so that a submission can earn nothing but by its Raft, and can disturb nobody. What
//! comes of it depends on the sources, the rubric and the harness alone, apart from the seconds it took.

mod bench;
mod candidate;
mod class;
mod error;
mod hands;
mod journal;
mod outcome;
mod points;
mod process;
pub(crate) mod publish;
mod remarks;
pub(crate) mod report;
pub(crate) mod rubric;
mod score;
mod seeds;
pub(crate) mod setup;
mod shelf;
pub(crate) mod submission;
mod tally;
mod trial;
pub(crate) mod verify;
mod work;
pub(crate) mod workshop;

use std::fmt::Write as _;

pub(crate) use bench::Workbench;
pub(crate) use class::{Audience, Class, Ended, Standing};
pub(crate) use error::GradingError;
pub(crate) use journal::{JournalError, Terms};
pub(crate) use outcome::{Built, Example, Finding, GivenUp, Grade, Runs, TestGrade};
pub(crate) use points::Points;
pub(crate) use rubric::Rubric;
pub(crate) use shelf::{Folders, Shelf, ShelfError};

/// Bytes in hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
