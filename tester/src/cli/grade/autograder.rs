//! A folder that grades where nobody sits: on Gradescope, or in a container.

use std::path::Path;

use super::Arguments;
use super::error::GradeError;
use crate::cli::CliError;
use crate::cli::console::Console;
use crate::cli::status::Status;
use crate::grade::Rubric;
use crate::grade::rubric::Secret;
use crate::grade::setup;
use crate::starter;

/// Where it is written if nobody says where.
const USUAL: &str = "autograder";

/// Writes the folder, with the lab in it.
///
/// # Errors
/// The rubric makes no sense, or something cannot be read or written.
pub(super) fn write(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let out = arguments.out.as_deref().unwrap_or(Path::new(USUAL));
    let rubric = rubric(arguments.rubric.as_deref())?;
    let raftlab = arguments.harness.as_deref().map_or_else(starter::built_from, starter::raftlab_in);
    let raftlab = raftlab.map_err(GradeError::from)?;
    setup::gradescope(out, &rubric, |folder| {
        starter::export_handout(&raftlab, folder).map(drop).map_err(GradeError::from)
    })?;
    let shown = out.display();
    console.say(format_args!("{shown} is written: README.md in it says how to put it to work"))?;
    console.say(format_args!(
        "{shown}/{} decides points and hidden seeds: edit it, and keep the folder from students",
        Rubric::FILE_NAME
    ))?;
    Ok(Status::Passed)
}

/// The text of the rubric: that of a file, if it can be used, or the built-in one with a fresh secret.
fn rubric(file: Option<&Path>) -> Result<String, GradeError> {
    match file {
        None => Ok(Rubric::hurried_text_with(&Secret::fresh().map_err(GradeError::Secret)?)),
        Some(path) => Ok(Rubric::read_text(path)?.0),
    }
}
