//! The last time's figures, in a file between two calls of the program.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sim::Digest;

use super::Tally;
use crate::invocation::Invocation;

/// The version of the file's format.
const VERSION: u32 = 1;
/// The ending of the name of a file that could not be read.
const DAMAGED: &str = "damaged";

/// What a package's tests came to the last time.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    tests: BTreeMap<String, Tally>,
}

/// The file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    version: u32,
    tests: BTreeMap<String, Tally>,
}

/// Why there is no memory, or will be none. It is no reason to stop: every one of these is a warning.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MemoryError {
    /// The file is there, and not what it should be.
    #[error(
        "{} is damaged ({what}), so nothing is compared with the last time; it is now {}",
        path.display(),
        aside.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
        /// Where it was put.
        aside: PathBuf,
    },
    /// The file cannot be read, moved or written.
    #[error("cannot {doing} {}, by which this is compared with the next time: {source}", path.display())]
    File {
        /// What was tried.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
}

impl Memory {
    /// The file of the package that runs this program, in `folder`. Packages can share a target directory.
    pub(crate) fn file(folder: &Path, invocation: &Invocation) -> PathBuf {
        let package =
            env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).or_else(|| env::current_dir().ok());
        let package = package.unwrap_or_default();
        let mut digest = Digest::new();
        digest.bytes(package.as_os_str().as_encoded_bytes());
        let subject = invocation.subject().map(|subject| format!("{subject}-")).unwrap_or_default();
        folder.join(format!("status-{subject}{:08x}.json", digest.value() >> 32))
    }

    /// Reads the file; nothing is remembered where there is none. A file that makes no sense is put aside.
    pub(crate) fn read(path: &Path) -> Result<Self, MemoryError> {
        let failed = |doing, source| MemoryError::File { doing, path: path.to_owned(), source };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(failed("read", source)),
        };
        let what = match serde_json::from_slice(&bytes) {
            Ok(Kept { version: VERSION, tests }) => return Ok(Self { tests }),
            Ok(Kept { version, .. }) => format!("it is of version {version}, and this is {VERSION}"),
            Err(error) => error.to_string(),
        };
        let aside = path.with_extension(format!("json.{DAMAGED}"));
        fs::rename(path, &aside).map_err(|source| failed("move", source))?;
        Err(MemoryError::Damaged { path: path.to_owned(), what, aside })
    }

    /// What the test came to the last time.
    pub(crate) fn of(&self, test: &str) -> Option<Tally> {
        self.tests.get(test).copied()
    }

    /// Keeps this for the next time. Another program that reads the file meanwhile sees the old or the new.
    pub(crate) fn keep<'a>(
        path: &Path,
        tests: impl IntoIterator<Item = (&'a str, Tally)>,
    ) -> Result<(), MemoryError> {
        let tests = tests.into_iter().map(|(name, tally)| (name.to_owned(), tally)).collect();
        let kept = serde_json::to_string_pretty(&Kept { version: VERSION, tests });
        let text = kept.expect("plain fields always serialise");
        let fresh = path.with_extension(format!("json.{}", std::process::id()));
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        let written =
            folder.and_then(|()| fs::write(&fresh, text + "\n")).and_then(|()| fs::rename(&fresh, path));
        written.map_err(|source| {
            let _ = fs::remove_file(&fresh);
            MemoryError::File { doing: "write", path: path.to_owned(), source }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep/status.json");
        assert_eq!(Memory::read(&path).expect("nothing is fine"), Memory::default());
        let tally = Tally { runs: 20, passed: 17 };
        Memory::keep(&path, [("backup_2B", tally)]).expect("it can be written");
        let memory = Memory::read(&path).expect("it can be read");
        assert_eq!((memory.of("backup_2B"), memory.of("count_2B")), (Some(tally), None));
    }

    #[test]
    fn a_damaged_file_is_put_aside() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("status.json");
        for (text, what) in [
            ("{\"version\": 1, \"tests\"", "EOF while parsing"),
            ("{\"version\": 2, \"tests\": {}}", "it is of version 2, and this is 1"),
            ("\u{0}", "expected value"),
        ] {
            fs::write(&path, text).expect("it can be written");
            let error = Memory::read(&path).expect_err("it makes no sense").to_string();
            assert!(error.contains(what) && error.contains("status.json.damaged"), "{error}");
            assert!(!path.exists());
            let aside = fs::read_to_string(folder.path().join("status.json.damaged"));
            assert_eq!(aside.expect("it is there"), text);
        }
    }
}
