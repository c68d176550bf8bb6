//! Why something could not be confined.

use std::io;
use std::path::PathBuf;

use crate::errand::VARIABLE;

/// Why a process could not be confined.
#[derive(Debug, thiserror::Error)]
pub enum JailError {
    /// The files of a cell cannot be closed off.
    #[error("cannot confine a program to its files by Landlock: {0}")]
    Files(#[source] io::Error),
    /// The system calls cannot be filtered.
    #[error("cannot filter a program's system calls by seccomp: {0}")]
    Calls(#[source] io::Error),
    /// There is nothing here to confine a program with.
    #[error("this system offers nothing to filter a program's system calls with")]
    Missing,
    /// The process cannot be hidden from others.
    #[error("cannot close this process to the eyes of others: {0}")]
    Shield(#[source] io::Error),
}

/// Why a program was not started in its cell.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// This process is no launcher, or was told nonsense.
    #[error("{VARIABLE} makes no sense: {0}")]
    Errand(#[source] serde_json::Error),
    /// The working folder cannot be entered.
    #[error("cannot enter {}: {source}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A limit cannot be set.
    #[error("cannot limit the {what} of a program: {source}")]
    Limit {
        /// Of what.
        what: &'static str,
        /// Why not.
        source: io::Error,
    },
    /// What the system offers could not be used.
    #[error(transparent)]
    Confine(#[from] JailError),
    /// The program cannot be run.
    #[error("cannot run {}: {source}", program.display())]
    Program {
        /// The program.
        program: PathBuf,
        /// Why not.
        source: io::Error,
    },
}
