//! The launcher: takes everything away from itself that the program is not to have, and becomes the program.

use std::env;
use std::ffi::OsStr;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::cell::Cell;
use crate::errand::{Errand, VARIABLE};
use crate::error::{JailError, LaunchError};
use crate::limits;

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
