//! Where the files of a grading are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::hunt::{Lock, LockError};

/// Where it is kept what is done, for a grading that is interrupted. No submission's name begins with a dot.
const JOURNALS: &str = ".journal";
/// Where submissions are built: each grading in a folder of its own. A compiler may outlive the grading that
/// started it, and then it writes to where nobody looks.
const WORK: &str = ".work";
/// What is kept of the whole class.
const CLASS: &str = "class.json";

/// A folder that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ShelfError {
    /// It is a file.
    #[error("{} is a file: name a folder by --out", .0.display())]
    File(PathBuf),
    /// It may be something precious.
    #[error("{} has something in it, and no grades: name a new or an empty folder by --out", .0.display())]
    NotOurs(PathBuf),
    /// Somebody is at work in it.
    #[error(transparent)]
    Locked(#[from] LockError),
    /// It cannot be read or written.
    #[error("cannot use {}: {source}", path.display())]
    Use {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

/// The folder of a grading, for as long as nobody else may use it.
#[derive(Debug)]
pub(crate) struct Shelf {
    folders: Folders,
    _work: TempDir,
    _lock: Lock,
}

/// Where each file has its place there.
#[derive(Debug, Clone)]
pub(crate) struct Folders {
    root: PathBuf,
    work: PathBuf,
}

impl Shelf {
    /// Opens the folder `root`, which is made if it is not there. What a grading has left there before is
    /// gone on with, or, if it is to be `fresh`, deleted.
    ///
    /// # Errors
    /// It cannot be used, or is something else's.
    pub(crate) fn open(root: &Path, fresh: bool) -> Result<Self, ShelfError> {
        if root.exists() && !root.is_dir() {
            return Err(ShelfError::File(root.to_owned()));
        }
        if !is_empty(root)? && !root.join(JOURNALS).is_dir() {
            return Err(ShelfError::NotOurs(root.to_owned()));
        }
        let lock = Lock::of(root)?;
        if fresh {
            clear(root)?;
        }
        let work = root.join(WORK);
        // What another grading has left there is of no use; what cannot be deleted is in nobody's way.
        let _ = fs::remove_dir_all(&work);
        for folder in [&root.join(JOURNALS), &work] {
            fs::create_dir_all(folder).map_err(|source| ShelfError::Use { path: folder.clone(), source })?;
        }
        let made = tempfile::tempdir_in(&work);
        let mine = made.map_err(|source| ShelfError::Use { path: work, source })?;
        let folders = Folders { root: root.to_owned(), work: mine.path().to_owned() };
        Ok(Self { folders, _work: mine, _lock: lock })
    }

    /// The folders in it.
    pub(crate) const fn folders(&self) -> &Folders {
        &self.folders
    }
}

impl Folders {
    /// Where everything is.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What is kept of the whole class.
    pub(super) fn class(&self) -> PathBuf {
        self.root.join(JOURNALS).join(CLASS)
    }

    /// What is kept of one submission.
    pub(super) fn journal(&self, name: &str) -> PathBuf {
        self.root.join(JOURNALS).join(format!("{name}.jsonl"))
    }

    /// Where a submission is built. Nothing there is of use to anybody later.
    pub(super) fn work(&self, name: &str) -> PathBuf {
        self.work.join(name)
    }

    /// What may be handed to whoever made the submission.
    pub(crate) fn home(&self, name: &str) -> PathBuf {
        home(&self.root, name)
    }
}

fn home(root: &Path, name: &str) -> PathBuf {
    root.join(name)
}

/// Deletes all that another grading has made in `root`, and nothing else.
fn clear(root: &Path) -> Result<(), ShelfError> {
    let journals = root.join(JOURNALS);
    for entry in fs::read_dir(&journals).into_iter().flatten().flatten() {
        let path = entry.path();
        if let Some(name) = path.file_stem().and_then(|name| name.to_str())
            && path.extension().is_some_and(|extension| extension == "jsonl")
        {
            delete(&home(root, name))?;
        }
    }
    delete(&journals)
}

/// Deletes a folder with all that is in it, if it is there.
pub(super) fn delete(folder: &Path) -> Result<(), ShelfError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(ShelfError::Use { path: folder.to_owned(), source: error })
        }
        _ => Ok(()),
    }
}

/// Whether there is nothing in a folder, or no folder.
fn is_empty(folder: &Path) -> Result<bool, ShelfError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(source) => Err(ShelfError::Use { path: folder.to_owned(), source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_its_own_is_used_and_deleted() {
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("out");
        let shelf = Shelf::open(&out, false).expect("a new folder");
        assert!(matches!(Shelf::open(&out, false), Err(ShelfError::Locked(_))));
        fs::write(shelf.folders().journal("ann"), "").expect("written");
        for name in ["ann", "notes"] {
            fs::create_dir(shelf.folders().home(name)).expect("made");
        }
        drop(shelf);
        let shelf = Shelf::open(&out, true).expect("its own");
        assert!(!shelf.folders().home("ann").exists() && shelf.folders().home("notes").exists());
        assert!(!shelf.folders().journal("ann").exists());
    }

    #[test]
    fn what_is_somebody_elses_is_left_alone() {
        let home = tempfile::tempdir().expect("a folder");
        let file = home.path().join("thesis.tex");
        fs::write(&file, "").expect("written");
        for fresh in [false, true] {
            assert!(matches!(Shelf::open(home.path(), fresh), Err(ShelfError::NotOurs(_))));
            assert!(matches!(Shelf::open(&file, fresh), Err(ShelfError::File(_))));
        }
        assert!(file.exists());
    }
}
