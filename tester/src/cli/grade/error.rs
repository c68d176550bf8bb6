//! Why nothing is graded.

use std::io;
use std::path::PathBuf;

use crate::cli::status::Status;
use crate::grade::rubric::RubricError;
use crate::grade::submission::FindError;
use crate::grade::workshop::WorkshopError;
use crate::grade::{GradingError, JournalError, ShelfError};

/// What keeps `grade` from grading.
#[derive(Debug, thiserror::Error)]
pub(in crate::cli) enum GradeError {
    /// The rubric cannot be used.
    #[error(transparent)]
    Rubric(#[from] RubricError),
    /// It is not known what to grade.
    #[error(transparent)]
    Find(#[from] FindError),
    /// Submissions cannot be built.
    #[error(transparent)]
    Workshop(#[from] WorkshopError),
    /// The folder for the grades cannot be used.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// What is in it cannot be gone on with.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The grading broke off.
    #[error(transparent)]
    Grading(#[from] GradingError),
    /// A rubric would be overwritten.
    #[error("{} is there already: delete it, or name another file by --rubric", .0.display())]
    RubricExists(PathBuf),
    /// There is no fresh secret.
    #[error("cannot make a secret for the rubric: {0}")]
    Secret(#[source] io::Error),
}

impl GradeError {
    /// What the exit status says of it.
    pub(in crate::cli) const fn status(&self) -> Status {
        match self {
            Self::Workshop(WorkshopError::NoHarness(_))
            | Self::Rubric(_)
            | Self::Find(_)
            | Self::Shelf(_)
            | Self::Journal(_)
            | Self::RubricExists(_)
            | Self::Secret(_)
            | Self::Grading(GradingError::Shelf(_) | GradingError::Journal(_) | GradingError::Telling(_)) => {
                Status::Usage
            }
            Self::Workshop(_) | Self::Grading(_) => Status::HarnessFailed,
        }
    }
}
