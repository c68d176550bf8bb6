//! Why a grading cannot go on. Nothing here is a submission's fault.

use std::io;

use super::journal::JournalError;
use super::shelf::ShelfError;
use super::submission::Unread;
use super::workshop::WorkshopError;
use crate::traces::KeepsakeError;
use crate::worker::WorkerError;

/// Why a submission, or all of them, cannot be graded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GradingError {
    /// There are no processes to run it.
    #[error(transparent)]
    Worker(#[from] WorkerError),
    /// Its sources cannot be read.
    #[error(transparent)]
    Sources(#[from] Unread),
    /// It cannot be built.
    #[error(transparent)]
    Workshop(#[from] WorkshopError),
    /// What is done cannot be written down.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The folder cannot be used.
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    /// A timeline cannot be written.
    #[error(transparent)]
    Timeline(#[from] KeepsakeError),
    /// There are no threads to do the work.
    #[error("cannot start a thread for each of the --jobs: {0}")]
    Thread(#[source] io::Error),
    /// A thread ended before its time.
    #[error("a thread of the grading has panicked: this is a mistake in the harness, please report it")]
    ThreadLost,
    /// Nobody can be told of it.
    #[error("cannot write down what comes of grading: {0}")]
    Telling(#[from] io::Error),
}
