//! The launcher: takes everything away from itself that the program is not to have, and becomes the program.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::cell::Cell;
use crate::confine::JailError;
use crate::limits;

/// Set in the environment of launchers, and of nobody else: the [`Errand`].
pub(crate) const VARIABLE: &str = "JAIL_ERRAND";

/// What a launcher is told to do.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Errand {
    pub(crate) cell: Cell,
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<OsString>,
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

/// Whether this process was started by [`Cell::command`] and is to [`launch`].
pub fn is_launcher() -> bool {
    env::var_os(VARIABLE).is_some()
}

/// Confines this process and then becomes the program that it was told to run. Comes back only to say why
/// that was not possible.
pub fn launch() -> LaunchError {
    let text = env::var_os(VARIABLE).unwrap_or_default();
    match serde_json::from_str::<Errand>(&text.to_string_lossy()) {
        Ok(errand) => become_program(errand),
        Err(error) => LaunchError::Errand(error),
    }
}

fn become_program(Errand { cell, program, arguments }: Errand) -> LaunchError {
    let folder = cell.folder.clone();
    if let Err(source) = env::set_current_dir(&folder) {
        return LaunchError::Folder { folder, source };
    }
    if let Err(error) = limits::apply(&cell.limits) {
        return error;
    }
    if let Err(error) = restrict(&cell, &program) {
        return error.into();
    }
    let mut command = Command::new(&program);
    // Its own path is nobody's business.
    command.arg0(program.file_name().unwrap_or(OsStr::new("program")));
    command.args(arguments).env_clear().envs(cell.environment);
    let source = command.exec();
    LaunchError::Program { program, source }
}

#[cfg(target_os = "linux")]
fn restrict(cell: &Cell, program: &Path) -> Result<(), JailError> {
    crate::linux::restrict(cell, program)
}

#[cfg(not(target_os = "linux"))]
fn restrict(_: &Cell, _: &Path) -> Result<(), JailError> {
    Ok(())
}
