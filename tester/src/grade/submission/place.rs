//! Where in a folder that was handed in the sources are: in itself, in `raft` as in a copy of the course's
//! repository, or one folder further in, as an archive leaves them that had one folder at its top. Links are
//! not followed.

use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::{ROOT, SINGLE, Unread};

/// Where a crate has its sources.
const INSIDE: &str = "src";
/// The package in a course's repository that is the student's.
const PACKAGE: &str = "raft";
/// What a repository has at its top, and a folder of submissions has not.
const MANIFEST: &str = "Cargo.toml";

/// Where the sources are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// From the folder that was handed in on.
    pub(super) path: PathBuf,
    /// Whether they were handed in without their crate, so that anything may lie beside them.
    pub(super) is_loose: bool,
}

/// Whether a folder is one submission rather than a folder of several: sources, a crate, or a copy of the
/// course's repository.
///
/// # Errors
/// It cannot be read.
pub(super) fn is_submission(folder: &Path) -> Result<bool, Unread> {
    let is_repository =
        || kind(folder, Path::new(MANIFEST)).map(|kind| kind.is_some_and(|kind| kind.is_file()));
    Ok(directly(folder, Path::new(""))?.is_some()
        || (is_repository()? && directly(folder, Path::new(PACKAGE))?.is_some()))
}

/// Where in a submission's folder its sources are, if there are any.
///
/// # Errors
/// It cannot be read, so that there might be some.
pub(super) fn within(folder: &Path) -> Result<Option<Place>, Unread> {
    for path in [Path::new(""), Path::new(PACKAGE)] {
        if let Some(place) = directly(folder, path)? {
            return Ok(Some(place));
        }
    }
    let inner = folders_in(folder)?;
    let packages = inner.iter().map(|path| path.join(PACKAGE));
    for path in inner.iter().cloned().chain(packages) {
        if let Some(place) = directly(folder, &path)? {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

/// The sources of the crate, or without one, at `path` in `folder`.
fn directly(folder: &Path, path: &Path) -> Result<Option<Place>, Unread> {
    if !path.as_os_str().is_empty() && !kind(folder, path)?.is_some_and(|kind| kind.is_dir()) {
        return Ok(None);
    }
    let inside = path.join(INSIDE);
    let has_inside = match kind(folder, &inside)? {
        // Whatever is there is refused, unless nothing is.
        Some(kind) if kind.is_symlink() => {
            [ROOT, SINGLE].iter().any(|file| folder.join(&inside).join(file).is_file())
        }
        Some(kind) => kind.is_dir() && has_sources(folder, &inside)?,
        None => false,
    };
    if has_inside {
        return Ok(Some(Place { path: inside, is_loose: false }));
    }
    let is_loose = has_sources(folder, path)?;
    Ok(is_loose.then(|| Place { path: path.to_owned(), is_loose }))
}

fn has_sources(folder: &Path, path: &Path) -> Result<bool, Unread> {
    for file in [ROOT, SINGLE] {
        if kind(folder, &path.join(file))?.is_some_and(|kind| kind.is_file() || kind.is_symlink()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What stands at `path` in `folder`, links as such; `None` if nothing does.
fn kind(folder: &Path, path: &Path) -> Result<Option<FileType>, Unread> {
    match fs::symlink_metadata(folder.join(path)) {
        Ok(data) => Ok(Some(data.file_type())),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(source) => Err(unread(path, source)),
    }
}

/// The folders in it, in the order of their names, without hidden ones.
fn folders_in(folder: &Path) -> Result<Vec<PathBuf>, Unread> {
    let failed = |source| unread(Path::new("."), source);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_dir() && !is_hidden(&entry.file_name()) {
            found.push(entry.file_name().into());
        }
    }
    found.sort();
    Ok(found)
}

pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn unread(path: &Path, source: io::Error) -> Unread {
    Unread { path: path.display().to_string(), source }
}
