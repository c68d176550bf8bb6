//! `failing-seeds.txt`: the seeds that failed and have not passed since, kept between runs of `cargo test`.
//!
//! One `test_name seed` a line; lines that start with `#` are comments. What the harness does not understand
//! it leaves as it is, byte for byte, and says so. A list that has become empty is removed. Changes are
//! written to a second file that then takes the place of the first, so that an interrupted run loses nothing.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::suite::{self, LabTest};

/// The name of the file, which lies beside the package's `Cargo.toml`.
pub(crate) const FILE_NAME: &str = "failing-seeds.txt";

const HEADER: &str = "\
# Seeds that failed, one `test seed` a line. `cargo test` and `cargo lab hunt` run them first, add new ones,
# and remove those that pass again.
";

/// The file could not be read or written, or does not hold text.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} {}: {source}", path.display())]
pub(crate) struct SeedsFileError {
    doing: &'static str,
    path: PathBuf,
    source: io::Error,
}

/// A test and a seed with which it failed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// The test.
    pub(crate) test: &'static LabTest,
    /// The seed.
    pub(crate) seed: u64,
}

/// A line that is neither a comment nor a test of ours with its seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StrangeLine {
    /// The file, as it was named.
    file: PathBuf,
    /// Its number, from 1 on.
    number: usize,
    /// What it says.
    text: String,
    trouble: Trouble,
}

/// What is strange about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    NotAnEntry,
    UnknownTest,
}

impl fmt::Display for StrangeLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let trouble = match self.trouble {
            Trouble::NotAnEntry => "is neither a comment nor a test's name with a seed",
            Trouble::UnknownTest => "names no test of this suite",
        };
        let (number, file, text) = (self.number, self.file.display(), &self.text);
        write!(f, "line {number} of {file} is left alone: `{text}` {trouble}")
    }
}

/// The failing seeds of one package.
#[derive(Debug, Clone)]
pub(crate) struct SeedsFile {
    path: PathBuf,
    /// What people know it by.
    name: PathBuf,
}

impl SeedsFile {
    /// The file in `directory`, whether it exists or not.
    pub(crate) fn in_directory(directory: &Path) -> Self {
        Self { path: directory.join(FILE_NAME), name: PathBuf::from(FILE_NAME) }
    }

    /// The file with this path, whether it exists or not.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { name: path.clone(), path }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The tests and seeds that are listed, in the order of the file, each once; none if there is no file.
    /// Beside them, the lines that make no sense.
    ///
    /// # Errors
    /// The file exists but cannot be read, or is not text.
    pub(crate) fn entries(&self) -> Result<(Vec<Entry>, Vec<StrangeLine>), SeedsFileError> {
        let content = self.read()?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut strange = Vec::new();
        for (index, line) in content.lines().enumerate() {
            let trouble = match Line::parse(line) {
                Line::Comment => continue,
                Line::Entry { test, seed } => match suite::find(test) {
                    Some(test) => {
                        let is_listed = |entry: &Entry| entry.test.name == test.name && entry.seed == seed;
                        if !entries.iter().any(is_listed) {
                            entries.push(Entry { test, seed });
                        }
                        continue;
                    }
                    None => Trouble::UnknownTest,
                },
                Line::Strange => Trouble::NotAnEntry,
            };
            let (file, text) = (self.name.clone(), line.trim().to_owned());
            strange.push(StrangeLine { file, number: index + 1, text, trouble });
        }
        Ok((entries, strange))
    }

    /// Takes the seeds that `passed` off the list of `test` and appends those that `failed`, unless they are
    /// listed already. Writes only if something changes. Runs of other tests, in this process or another, may
    /// do the same at the same time.
    ///
    /// # Errors
    /// The file or its directory cannot be read or written; the file is then as it was.
    pub(crate) fn update(&self, test: &str, passed: &[u64], failed: &[u64]) -> Result<(), SeedsFileError> {
        static IN_THIS_PROCESS: Mutex<()> = Mutex::new(());
        let _ours = IN_THIS_PROCESS.lock().unwrap_or_else(PoisonError::into_inner);
        let _everyones = self.lock_directory();

        let before = self.read()?;
        let after = revised(&before, test, passed, failed);
        if after == before { Ok(()) } else { self.replace(&after) }
    }

    fn read(&self) -> Result<String, SeedsFileError> {
        match fs::read_to_string(&self.path) {
            Ok(text) => Ok(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            Err(source) => Err(self.failed("read", source)),
        }
    }

    /// Keeps other processes out (some runners give each test its own) where the platform can lock a
    /// directory. Elsewhere the worst case is a seed that is not remembered.
    fn lock_directory(&self) -> Option<File> {
        let parent = self.path.parent()?;
        // The parent of a bare file name has no name.
        let here = parent.as_os_str().is_empty();
        let directory = File::open(if here { Path::new(".") } else { parent }).ok()?;
        directory.lock().ok()?;
        Some(directory)
    }

    fn replace(&self, text: &str) -> Result<(), SeedsFileError> {
        if text == HEADER {
            // Nothing is left but our own words: the file has served.
            return fs::remove_file(&self.path).map_err(|source| self.failed("remove", source));
        }
        let fresh = self.path.with_extension(format!("txt.{}", std::process::id()));
        let written = fs::write(&fresh, text).and_then(|()| fs::rename(&fresh, &self.path));
        written.map_err(|source| {
            // Whatever went wrong, only the half-made second file may go.
            let _ = fs::remove_file(&fresh);
            self.failed("write", source)
        })
    }

    fn failed(&self, doing: &'static str, source: io::Error) -> SeedsFileError {
        SeedsFileError { doing, path: self.path.clone(), source }
    }
}

enum Line<'a> {
    Comment,
    Entry { test: &'a str, seed: u64 },
    Strange,
}

impl<'a> Line<'a> {
    fn parse(line: &'a str) -> Self {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return Self::Comment;
        }
        let mut words = line.split_whitespace();
        match (words.next(), words.next().map(str::parse), words.next()) {
            (Some(test), Some(Ok(seed)), None) => Self::Entry { test, seed },
            _ => Self::Strange,
        }
    }
}

/// `content` without the seeds of `test` that passed, and with those that failed.
fn revised(content: &str, test: &str, passed: &[u64], failed: &[u64]) -> String {
    let mut listed = BTreeSet::new();
    let mut revised = String::with_capacity(content.len());
    for line in content.split_inclusive('\n') {
        if let Line::Entry { test: name, seed } = Line::parse(line)
            && name == test
            && (passed.contains(&seed) || !listed.insert(seed))
        {
            continue;
        }
        revised.push_str(line);
    }
    let fresh: Vec<u64> = failed.iter().copied().filter(|seed| listed.insert(*seed)).collect();
    if !fresh.is_empty() {
        if revised.is_empty() {
            revised.push_str(HEADER);
        } else if !revised.ends_with('\n') {
            revised.push('\n');
        }
        revised.extend(fresh.iter().map(|seed| format!("{test} {seed}\n")));
    }
    revised
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "# mine\nbackup_2B 7\n\nwhat is this\ncount_2B 7\nbackup_2B 9\nbackup_2B 7";

    #[test]
    fn everything_else_is_kept_as_it_is() {
        assert_eq!(
            revised(OLD, "backup_2B", &[7], &[12, 9]),
            "# mine\n\nwhat is this\ncount_2B 7\nbackup_2B 9\nbackup_2B 12\n"
        );
    }

    #[test]
    fn nothing_changes_without_news() {
        let text = "a 1\r\nb 2";
        assert_eq!(revised(text, "a", &[2], &[1]), text);
        assert_eq!(revised("", "a", &[1], &[]), "");
    }

    #[test]
    fn a_new_file_explains_itself() {
        assert_eq!(revised("", "a", &[], &[3]), format!("{HEADER}a 3\n"));
    }

    #[test]
    fn words_beyond_a_seed_make_a_line_strange() {
        for line in ["backup_2B", "backup_2B seven", "backup_2B 7 8", "backup_2B -1", "7 backup_2B"] {
            assert!(matches!(Line::parse(line), Line::Strange), "{line}");
        }
        assert!(matches!(Line::parse("  backup_2B\t7 "), Line::Entry { test: "backup_2B", seed: 7 }));
    }
}
