//! One hunt, or grading, at a time in each directory: two would write over each other's reports.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// Keeps others out of a directory while it lives; the system lets go of it when the process dies.
#[derive(Debug)]
pub(crate) struct Lock {
    /// `None` where the directory cannot be locked.
    _file: Option<File>,
}

/// Somebody else has the lock.
#[derive(Debug, thiserror::Error)]
#[error("another `hunt` or `grade` is at work in {}", .0.display())]
pub(crate) struct LockError(PathBuf);

impl Lock {
    /// The file that is locked. It stays: were it removed, somebody might hold a lock on a file that no
    /// longer has a name. It is a file of its own, and not the directory, since network file systems lock
    /// only what is opened to be written, and since whoever updates a list of failing seeds locks the
    /// directory of the list.
    pub(crate) const FILE_NAME: &'static str = ".lock";

    /// Whether the file is there for this, or can be: another program's file of that name has something in
    /// it, or is no file.
    pub(crate) fn is_possible(directory: &Path) -> bool {
        let file = directory.join(Self::FILE_NAME);
        file.symlink_metadata().map_or(true, |found| found.is_file() && found.len() == 0)
    }

    /// Locks `directory`, which is made if it is not there. Where that is not possible this goes on without:
    /// a file system need not know locks, another program may have a file of that name, and whoever cannot
    /// write there is told so when the report is written.
    ///
    /// # Errors
    /// Somebody else holds the lock.
    pub(crate) fn of(directory: &Path) -> Result<Self, LockError> {
        if !Self::is_possible(directory) {
            return Ok(Self { _file: None });
        }
        let open =
            || File::options().write(true).create(true).truncate(false).open(directory.join(Self::FILE_NAME));
        let file = fs::create_dir_all(directory).and_then(|()| open());
        let Ok(file) = file else { return Ok(Self { _file: None }) };
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(LockError(directory.to_owned())),
            Err(TryLockError::Error(_)) => Ok(Self { _file: None }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_programs_lock_is_left_alone() {
        let home = tempfile::tempdir().expect("a directory");
        let file = home.path().join(Lock::FILE_NAME);
        fs::write(&file, "4711").expect("written");
        drop(Lock::of(home.path()).expect("nobody is kept out"));
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "4711");
        fs::rename(&file, home.path().join("precious")).expect("renamed");
        std::os::unix::fs::symlink("precious", &file).expect("linked");
        drop(Lock::of(home.path()).expect("nobody is kept out"));
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "4711");
    }

    #[test]
    fn a_directory_has_one_hunt_at_a_time() {
        let home = tempfile::tempdir().expect("a directory");
        let directory = home.path().join("out");
        let lock = Lock::of(&directory).expect("the first");
        let words = Lock::of(&directory).expect_err("the second").to_string();
        assert!(
            words.starts_with("another `hunt` or `grade` is at work in ") && words.ends_with("out"),
            "{words}"
        );
        drop(lock);
        Lock::of(&directory).expect("the first has left");
    }
}
