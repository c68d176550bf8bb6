//! The files that come of grading. Each appears whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::slice;

use timeline::replace::replace;

use super::error::GradingError;
use super::report::{self, Basis, Receipt, page};
use super::shelf::{Folders, ShelfError};
use super::{Built, Grade};

/// What the compiler said, where that was all.
const BUILD_LOG: &str = "build.log";

/// Writes what may be handed to whoever made a submission.
///
/// # Errors
/// Something cannot be written.
pub(crate) fn submission(folders: &Folders, basis: &Basis, grade: &Grade) -> Result<(), GradingError> {
    let home = folders.home(&grade.name);
    fs::create_dir_all(&home).map_err(|source| ShelfError::Use { path: home.clone(), source })?;
    let junit = report::junit(basis, slice::from_ref(grade));
    write(home.join("results.json"), &report::results(basis, grade))?;
    write(home.join("receipt.json"), &Receipt::new(basis, grade).text())?;
    write(home.join("junit.xml"), &junit)?;
    write(home.join("index.html"), &page::submission(basis, grade))?;
    let log = home.join(BUILD_LOG);
    match &grade.built {
        Built::Failed { log: words } => write(log, words),
        Built::Program | Built::Refused { .. } => remove(&log),
    }
}

/// Writes what is told of all submissions together.
///
/// # Errors
/// Something cannot be written.
pub(crate) fn class(folders: &Folders, basis: &Basis, grades: &[Grade]) -> Result<(), GradingError> {
    let root = folders.root();
    let (csv, junit) = (report::csv(grades), report::junit(basis, grades));
    write(root.join("class.csv"), &csv)?;
    write(root.join("junit.xml"), &junit)?;
    write(root.join("index.html"), &page::class(basis, grades))
}

fn write(path: PathBuf, text: &str) -> Result<(), GradingError> {
    let written = replace(&path, |out| out.write_all(text.as_bytes()));
    written.map_err(|source| ShelfError::Use { path, source }.into())
}

fn remove(path: &Path) -> Result<(), GradingError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(ShelfError::Use { path: path.to_owned(), source }.into())
        }
        _ => Ok(()),
    }
}
