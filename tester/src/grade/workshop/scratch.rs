//! The folder of one grading: what it needs as long as it lives, and nobody afterwards.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use tempfile::TempDir;

/// How the names of all of them begin.
const PREFIX: &str = "raftlab-grade-";
/// The file in each that its grading holds locked: the system lets go of it when the process dies.
const HELD: &str = ".held";
/// The file that is locked while there are folders without such a file, or such that are deleted.
const GATE: &str = ".raftlab-grade";

/// A folder that is deleted with its grading, or, if that is killed, by the next one.
pub(super) struct Scratch {
    folder: TempDir,
    _held: File,
}

impl Scratch {
    /// Makes one in `place`, and deletes those that others have left there.
    ///
    /// # Errors
    /// Nothing can be written there.
    pub(super) fn within(place: &Path) -> io::Result<Self> {
        let gate = File::create(place.join(GATE))?;
        // Where nothing can be locked, nobody can know what is still in use: all of it stays.
        if gate.lock().is_ok() {
            clear(place)?;
        }
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(place)?;
        let held = File::create(folder.path().join(HELD))?;
        let _ = held.lock();
        Ok(Self { folder, _held: held })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Deletes the folders of gradings that are no more.
fn clear(place: &Path) -> io::Result<()> {
    for entry in fs::read_dir(place)? {
        let entry = entry?;
        let is_scratch = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if is_scratch && is_abandoned(&entry.path()) {
            // What cannot be deleted is in nobody's way.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

/// Whether nobody holds it. Without a file to hold, its grading was killed before there was one.
fn is_abandoned(folder: &Path) -> bool {
    match File::options().write(true).open(folder.join(HELD)) {
        Ok(held) => held.try_lock().is_ok(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a folder that cannot be used should say so at once")]
mod tests {
    use super::*;

    fn left(place: &Path) -> usize {
        fs::read_dir(place).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
    }

    #[test]
    fn what_the_killed_leave_goes_and_what_is_in_use_stays() {
        let place = tempfile::tempdir().unwrap();
        let first = Scratch::within(place.path()).unwrap();
        // As if killed: nobody holds it any more, and it is there.
        let Scratch { folder, _held: held } = Scratch::within(place.path()).unwrap();
        let killed = folder.keep();
        drop(held);
        fs::write(killed.join("libtester.rlib"), "").unwrap();
        fs::create_dir(place.path().join("raftlab-grade-early")).unwrap();
        fs::create_dir(place.path().join("somebody-elses")).unwrap();

        let second = Scratch::within(place.path()).unwrap();
        assert!(!killed.exists() && first.path().join(HELD).exists() && second.path().exists());
        assert_eq!(left(place.path()), 3);
        drop((first, second));
        assert_eq!(left(place.path()), 1);
    }
}
