//! Where the files of a grading are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::journal;
use super::submission::RESERVED;
use crate::hunt::{Lock, LockError};

/// Where it is kept what is done, for a grading that is interrupted. No submission's name begins with a dot.
const JOURNALS: &str = ".journal";
/// What becomes of the former for the moment in which it is deleted: so there is never a part of it that
/// could be taken for the whole.
const DISMISSED: &str = ".journal.old";
/// Where submissions are built: each grading in a folder of its own. A compiler may outlive the grading that
/// started it, and then it writes to where nobody looks.
const WORK: &str = ".work";
/// What is kept of the whole class.
const CLASS: &str = "class.json";
/// How the names of files begin that are being written.
const DRAFT: &str = ".raftlab-";

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
        // Nothing is made in somebody else's folder. Where there is a lock already, its owner may be about to
        // make the rest.
        let not_ours = || ShelfError::NotOurs(root.to_owned());
        let has_lock = root.join(Lock::FILE_NAME).symlink_metadata().is_ok();
        if !Lock::is_possible(root) || (!is_ours(root)? && !has_lock) {
            return Err(not_ours());
        }
        let lock = Lock::of(root)?;
        if !is_ours(root)? {
            return Err(not_ours());
        }
        // Of a grading that was killed while it did this.
        clear(root)?;
        if fresh {
            dismiss(root)?;
            clear(root)?;
        }
        make(&root.join(JOURNALS))?;
        let work = root.join(WORK);
        // What another grading has left there is of no use; what cannot be deleted is in nobody's way.
        let _ = fs::remove_dir_all(&work);
        make(&work)?;
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

/// Sets aside what is kept in `root`, in one step.
fn dismiss(root: &Path) -> Result<(), ShelfError> {
    let journals = root.join(JOURNALS);
    match fs::rename(&journals, root.join(DISMISSED)) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(ShelfError::Use { path: journals, source })
        }
        // The folder stays known for one of grades.
        _ => make(&journals),
    }
}

/// Deletes all that the grading has made in `root` whose journals are set aside, and nothing else.
fn clear(root: &Path) -> Result<(), ShelfError> {
    let journals = root.join(DISMISSED);
    if !journals.is_dir() {
        return Ok(());
    }
    let failed = |source| ShelfError::Use { path: journals.clone(), source };
    for entry in fs::read_dir(&journals).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if let Some(name) = path.file_stem().and_then(|name| name.to_str())
            && path.extension().is_some_and(|extension| extension == "jsonl")
        {
            delete(&home(root, name))?;
        }
    }
    for report in RESERVED {
        let path = root.join(report);
        if path.is_file() {
            fs::remove_file(&path).map_err(|source| ShelfError::Use { path, source })?;
        }
    }
    delete(&journals)
}

fn make(folder: &Path) -> Result<(), ShelfError> {
    fs::create_dir_all(folder).map_err(|source| ShelfError::Use { path: folder.to_owned(), source })
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

/// Whether a folder holds grades, or nothing but what a grading makes before it keeps any, or is not there.
fn is_ours(root: &Path) -> Result<bool, ShelfError> {
    let mut has_journals = false;
    for path in [JOURNALS, DISMISSED].map(|name| root.join(name)).into_iter().filter(|path| path.is_dir()) {
        has_journals = true;
        if !are_journals(&path).map_err(|source| ShelfError::Use { path, source })? {
            return Ok(false);
        }
    }
    if has_journals {
        return Ok(true);
    }
    let failed = |source| ShelfError::Use { path: root.to_owned(), source };
    let entries = match fs::read_dir(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        other => other.map_err(failed)?,
    };
    for entry in entries {
        if entry.map_err(failed)?.file_name() != Lock::FILE_NAME {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a folder is what it is called after: others may have one of the same name. That of a grading that
/// was killed while it began, or while it deleted them, may not be whole.
fn are_journals(folder: &Path) -> io::Result<bool> {
    if let Ok(class) = fs::read(folder.join(CLASS)) {
        return Ok(journal::is_of_class(&class));
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // What was to become a file, and had not yet.
        if entry.file_name().to_string_lossy().starts_with(DRAFT) {
            continue;
        }
        let is_journal = path.extension().is_some_and(|extension| extension == "jsonl")
            && entry.file_type()?.is_file()
            && journal::is_of_submission(&fs::read(path)?);
        if !is_journal {
            return Ok(false);
        }
    }
    Ok(true)
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
        fs::write(out.join("class.csv"), "").expect("written");
        drop(shelf);
        let shelf = Shelf::open(&out, true).expect("its own");
        assert!(!shelf.folders().home("ann").exists() && shelf.folders().home("notes").exists());
        assert!(!shelf.folders().journal("ann").exists() && !out.join("class.csv").exists());
    }

    #[test]
    fn what_only_looks_like_grades_is_left_alone() {
        for (file, text) in [
            (".work/precious", "mine"),
            (".journal/2024.jsonl", "{\"dear\":\"diary\"}\n"),
            (".journal/class.json", "{}"),
            (".journal/monday.txt", ""),
            (".journal.old/monday.txt", ""),
            (".lock", "4711"),
        ] {
            let home = tempfile::tempdir().expect("a folder");
            let path = home.path().join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(&path, text).expect("written");
            for fresh in [false, true] {
                assert!(matches!(Shelf::open(home.path(), fresh), Err(ShelfError::NotOurs(_))), "{file}");
            }
            // Where a lock is, others may be about to make the rest.
            drop(Lock::of(home.path()).expect("nobody holds it"));
            assert!(matches!(Shelf::open(home.path(), true), Err(ShelfError::NotOurs(_))), "{file}");
            assert_eq!(fs::read_to_string(&path).expect("it is there"), text, "{file}");
        }
    }

    #[test]
    fn whoever_was_killed_at_the_beginning_can_begin_again() {
        let home = tempfile::tempdir().expect("a folder");
        let out = home.path().join("out");
        let lock = Lock::of(&out).expect("a lock");
        assert!(matches!(Shelf::open(&out, false), Err(ShelfError::Locked(_))), "somebody begins just now");
        drop(lock);
        fs::create_dir_all(out.join(JOURNALS)).expect("made");
        fs::write(out.join(JOURNALS).join(".raftlab-x.part"), "{").expect("written");
        drop(Shelf::open(&out, false).expect("its own"));
        for fresh in [false, true] {
            fs::create_dir_all(out.join("ann")).expect("made");
            fs::create_dir_all(out.join(DISMISSED)).expect("made");
            fs::write(out.join(DISMISSED).join("ann.jsonl"), "").expect("written");
            fs::remove_dir_all(out.join(JOURNALS)).expect("deleted");
            drop(Shelf::open(&out, fresh).expect("its own"));
            assert!(!out.join("ann").exists() && !out.join(DISMISSED).exists());
        }
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
        assert!(file.exists() && !home.path().join(Lock::FILE_NAME).exists());
        fs::write(home.path().join(Lock::FILE_NAME), "").expect("written");
        assert!(matches!(Shelf::open(home.path(), true), Err(ShelfError::NotOurs(_))));
    }
}
