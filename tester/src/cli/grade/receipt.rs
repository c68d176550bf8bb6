//! Whether a receipt holds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::error::GradeError;
use super::watcher::Watcher;
use super::{Arguments, OPENING, jobs, open_workshop, submissions, warn_of_what_is_missing};
use crate::cli::console::Console;
use crate::cli::status::Status;
use crate::cli::{CliError, interrupts};
use crate::grade::report::{Basis, Receipt, plain};
use crate::grade::submission::{Refusal, Submission};
use crate::grade::{Class, Ended, Rubric, Shelf, Terms, Workbench, verify as verification};
use crate::report::style::{self, paint};

/// Grades a submission again, and says whether its receipt in the file `path` holds.
///
/// # Errors
/// The file is no receipt, the rubric is not its rubric, or the submission cannot be graded.
pub(super) fn verify(path: &Path, arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let text = fs::read_to_string(path)
        .map_err(|source| GradeError::ReceiptFile { path: path.to_owned(), source })?;
    let receipt = Receipt::parse(&text, &path.display().to_string()).map_err(GradeError::from)?;
    let rubric = arguments.rubric.as_deref().map(Rubric::read).transpose().map_err(GradeError::from)?;
    let one = one(arguments)?;
    let sources = digest(&one)?;
    let verified = verification::verify(&receipt, rubric.as_ref(), &sources, |rubric| {
        grade(&one, rubric, arguments, console)
    })?;
    let heading = format!("receipt of {}", plain::name(&receipt.submission));
    console.say(format_args!("{}\n{verified}", paint(style::STRONG, heading)))?;
    Ok(if verified.holds() { Status::Passed } else { Status::Failed })
}

/// The one submission that is meant.
fn one(arguments: &Arguments) -> Result<BTreeMap<String, PathBuf>, GradeError> {
    let found = submissions(arguments, None)?;
    if found.len() == 1 { Ok(found) } else { Err(GradeError::NotOne(found.len())) }
}

/// The digest of its sources; empty if it has none, as in a receipt.
///
/// # Errors
/// There may be some, and they cannot be read.
fn digest(one: &BTreeMap<String, PathBuf>) -> Result<String, GradeError> {
    match one.iter().map(|(name, folder)| Submission::read(name, folder)).next() {
        Some(Ok(submission)) => Ok(submission.digest()),
        Some(Err(Refusal::Unread(unread))) => Err(GradeError::NotGraded(unread.to_string())),
        Some(Err(_)) | None => Ok(String::new()),
    }
}

/// Grades it by this rubric, in a folder that nobody keeps.
fn grade(
    one: &BTreeMap<String, PathBuf>,
    rubric: &Rubric,
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Receipt, CliError> {
    warn_of_what_is_missing(console)?;
    interrupts::listen(Status::Interrupted)?;
    console.say(paint(style::FAINT, OPENING))?;
    let workshop = match open_workshop(arguments) {
        Err(_) if interrupts::is_interrupted() => return Err(GradeError::Interrupted.into()),
        workshop => workshop?,
    };
    let (terms, basis) = (Terms::new(rubric, workshop.versions()), Basis::new(rubric, workshop.versions()));
    let scratch = tempfile::tempdir().map_err(GradeError::Scratch)?;
    let shelf = Shelf::open(scratch.path(), false).map_err(GradeError::from)?;
    let bench = Box::new(Workbench::new(workshop, rubric));
    let class = Class::open(one, rubric.clone(), &terms, shelf, bench);
    let mut class = class.map_err(GradeError::from)?;
    let mut watcher = Watcher::new(class.folders().clone(), &basis);
    let ended = class.drive(jobs(arguments), &mut watcher).map_err(GradeError::from)?;
    drop(watcher);
    if ended == Ended::Interrupted {
        return Err(GradeError::Interrupted.into());
    }
    if let Some(grade) = class.grades().first() {
        return Ok(Receipt::new(&basis, grade));
    }
    let failure = class.failures().map(|(_, failure)| failure.to_string()).next();
    Err(GradeError::NotGraded(failure.unwrap_or_default()).into())
}
