//! Which folders are submissions, and what they are called.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{RESERVED, place};
use crate::grade::report::plain;

/// The most bytes in a submission's name: what is kept of it has longer ones, and systems set an end to
/// those.
pub(super) const LONGEST_NAME: usize = 100;

/// Why it is not known what to grade.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FindError {
    /// There is no such folder.
    #[error("{} is no folder: name the folder of a submission, or one that holds submissions", shown(.0))]
    NoFolder(PathBuf),
    /// There are no folders in it.
    #[error("{} holds no submission: there is no src/lib.rs, src/raft.rs, lib.rs or raft.rs in it, and no folder", shown(.0))]
    NoSubmission(PathBuf),
    /// Two of them would have one name.
    #[error(
        "{} and {} have the same name, by which grades are kept: rename one of the folders",
        shown(one),
        shown(other)
    )]
    SameName { one: PathBuf, other: PathBuf },
    /// What it points to may be anybody's.
    #[error("{} is a link: name the folder that it points to, if that one is to be graded", shown(.0))]
    Link(PathBuf),
    /// It would be in the way of what is written about the class.
    #[error("{} has a name that the class's own reports have: rename the folder", shown(.0))]
    Reserved(PathBuf),
    /// Its files could not be called after it.
    #[error("{} has a name of more than {LONGEST_NAME} bytes: rename the folder", shown(.0))]
    LongName(PathBuf),
    /// A folder without a name, such as `/`.
    #[error("{} has no name that could stand in a table: rename the folder", shown(.0))]
    NoName(PathBuf),
    /// It cannot be read.
    #[error("cannot read {}: {source}", shown(path))]
    Read { path: PathBuf, source: io::Error },
}

/// A path as it may be shown: whoever hands in a folder may choose its name.
fn shown(path: &Path) -> String {
    plain::sentence(&path.display().to_string())
}

/// The submissions that these paths mean, by their names: a path is the folder of a submission, or of
/// several. The folder for the grades, and what it lies in, are none of them.
///
/// # Errors
/// A path means nothing, or two submissions have one name.
pub(crate) fn find(paths: &[PathBuf], out: Option<&Path>) -> Result<BTreeMap<String, PathBuf>, FindError> {
    let out = out.map(real);
    named(paths, |path| submissions_in(path, out.as_deref()))
}

/// These folders as submissions, by their names: in each is one, wherever in it the sources are.
///
/// # Errors
/// One is no folder, or two have one name.
pub(crate) fn each(paths: &[PathBuf]) -> Result<BTreeMap<String, PathBuf>, FindError> {
    named(paths, |path| Ok(vec![path.to_owned()]))
}

/// The submissions that `meant` finds at these paths, by their names.
fn named(
    paths: &[PathBuf],
    meant: impl Fn(&Path) -> Result<Vec<PathBuf>, FindError>,
) -> Result<BTreeMap<String, PathBuf>, FindError> {
    let mut found = BTreeMap::new();
    for path in paths {
        // With a slash at its end, a path would mean what the link points to.
        if path.components().collect::<PathBuf>().is_symlink() {
            return Err(FindError::Link(path.to_owned()));
        }
        if !path.is_dir() {
            return Err(FindError::NoFolder(path.to_owned()));
        }
        for folder in meant(path)? {
            let name = name_of(&folder)?;
            if let Some(one) = found.insert(name, folder.clone()) {
                return Err(FindError::SameName { one, other: folder });
            }
        }
    }
    Ok(found)
}

fn submissions_in(path: &Path, out: Option<&Path>) -> Result<Vec<PathBuf>, FindError> {
    let failed = |source| FindError::Read { path: path.to_owned(), source };
    if place::is_submission(path).map_err(|unread| failed(unread.source))? {
        return Ok(vec![path.to_owned()]);
    }
    let mut folders = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let kind = entry.file_type().map_err(failed)?;
        // A submission without sources is graded all the same, with nothing, and so is a link: it would
        // otherwise be missed by nobody but its author.
        let is_meant = kind.is_dir() || (kind.is_symlink() && !entry.path().is_file());
        let is_grades = kind.is_dir() && out.is_some_and(|out| holds_grades(&entry.path(), out));
        if !is_hidden && is_meant && !is_grades {
            folders.push(entry.path());
        }
    }
    if folders.is_empty() {
        return Err(FindError::NoSubmission(path.to_owned()));
    }
    folders.sort();
    Ok(folders)
}

/// Whether a folder is there for the grades, or for what they lie in: once they are written, the same command
/// would otherwise find one submission more.
fn holds_grades(folder: &Path, out: &Path) -> bool {
    out.starts_with(real(folder)) && matches!(place::within(folder), Ok(None))
}

/// The path of a folder that may not be there yet, without links and dots as far as it is.
fn real(path: &Path) -> PathBuf {
    for there in path.ancestors() {
        let there_or_here = if there.as_os_str().is_empty() { Path::new(".") } else { there };
        if let (Ok(real), Ok(rest)) = (fs::canonicalize(there_or_here), path.strip_prefix(there)) {
            return real.join(rest);
        }
    }
    path.to_owned()
}

/// The name of a folder, `.` and `..` included, as far as it can stand in a table and in file names.
fn name_of(folder: &Path) -> Result<String, FindError> {
    let no_name = || FindError::NoName(folder.to_owned());
    // A link has a name of its own.
    let real = if folder.is_symlink() { Ok(folder.to_owned()) } else { fs::canonicalize(folder) };
    let real = real.map_err(|_| no_name())?;
    let name = real.file_name().and_then(|name| name.to_str()).ok_or_else(no_name)?;
    if name.chars().any(char::is_control) || name.starts_with('.') {
        return Err(no_name());
    }
    if RESERVED.iter().any(|reserved| name.eq_ignore_ascii_case(reserved)) {
        return Err(FindError::Reserved(folder.to_owned()));
    }
    if name.len() > LONGEST_NAME {
        return Err(FindError::LongName(folder.to_owned()));
    }
    Ok(name.to_owned())
}
