//! Why nothing is graded.

use std::io;
use std::path::PathBuf;

use crate::cli::CliError;
use crate::cli::status::Status;
use crate::grade::report::ReceiptError;
use crate::grade::rubric::RubricError;
use crate::grade::setup::SetupError;
use crate::grade::submission::FindError;
use crate::grade::verify::OtherRubric;
use crate::grade::workshop::WorkshopError;
use crate::grade::{GradingError, JournalError, ShelfError};
use crate::starter::StarterError;

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
    /// No folder could be written that grades.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The lab that should go with it could not be written.
    #[error(transparent)]
    Starter(#[from] StarterError),
    /// There is no such receipt.
    #[error("cannot read {}: {source}", path.display())]
    ReceiptFile {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It is no receipt.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// It cannot be told whether it holds.
    #[error(transparent)]
    OtherRubric(#[from] OtherRubric),
    /// A receipt is of one submission.
    #[error("a receipt is of one submission, and these are {0}: name the folder of the one")]
    NotOne(usize),
    /// The submission of a receipt cannot be graded, for no fault of its own.
    #[error("the submission is not graded: {0}")]
    NotGraded(String),
    /// Somebody did not want to know after all.
    #[error("interrupted: the receipt was not checked")]
    Interrupted,
    /// There is no place to grade.
    #[error("cannot make a folder for a grading that nobody keeps: {0}")]
    Scratch(#[source] io::Error),
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
            | Self::Setup(_)
            | Self::Starter(_)
            | Self::ReceiptFile { .. }
            | Self::Receipt(_)
            | Self::OtherRubric(_)
            | Self::NotOne(_)
            | Self::Scratch(_)
            | Self::Secret(_)
            | Self::Grading(GradingError::Shelf(_) | GradingError::Journal(_) | GradingError::Telling(_)) => {
                Status::Usage
            }
            Self::Interrupted => Status::Interrupted,
            Self::Workshop(_) | Self::Grading(_) | Self::NotGraded(_) => Status::HarnessFailed,
        }
    }
}

/// As any other reason.
impl From<OtherRubric> for CliError {
    fn from(other: OtherRubric) -> Self {
        GradeError::from(other).into()
    }
}
