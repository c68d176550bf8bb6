//! What a launcher is told to do, and how it is told.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::cell::Cell;

/// Set in the environment of launchers, and of nobody else: the [`Errand`].
pub(crate) const VARIABLE: &str = "JAIL_ERRAND";

/// What a launcher is told to do.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Errand {
    pub(crate) cell: Cell,
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<OsString>,
}

impl Cell {
    /// The command that runs `program` in this cell. `launcher` is a program whose `main` knows of
    /// [`launch`](crate::launch), as a rule the one that is running.
    ///
    /// Streams, process group and the rest of the command are the caller's to set. What it adds to the
    /// environment is the launcher's and does not reach the program.
    ///
    /// # Errors
    /// A path has a name that is not UTF-8.
    pub fn command(
        &self,
        launcher: &Path,
        program: &Path,
        arguments: impl IntoIterator<Item = OsString>,
    ) -> io::Result<Command> {
        let (program, arguments) = (program.to_owned(), arguments.into_iter().collect());
        let errand = Errand { cell: self.clone(), program, arguments };
        let mut command = Command::new(launcher);
        command.env_clear().env(VARIABLE, serde_json::to_string(&errand)?);
        Ok(command)
    }
}
