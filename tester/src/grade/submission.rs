//! What is graded of a submission: the sources of its library, and nothing else that lies in its folder.

mod find;
mod place;
mod reader;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

pub(crate) use self::find::{FindError, each, find};
use super::hex;

/// The file that the compiler begins with.
pub(super) const ROOT: &str = "lib.rs";
/// Where an implementation stands that has one file.
const SINGLE: &str = "raft.rs";
/// The program's file, which is the grader's own.
const MAIN: &str = "main.rs";
/// The root of a submission that has none, as in the starter.
const USUAL_ROOT: &str = "mod raft;\n\npub use raft::Peer;\n";

/// The most bytes in all of a submission's sources: a hundred times what a Raft takes.
const MOST_BYTES: u64 = 4 << 20;
/// The most files, and the most folders.
const MOST_FILES: usize = 1000;
/// How deep folders may lie in each other.
const DEEPEST: usize = 8;
/// What is written about the whole class, where a submission's folder would have to be.
pub(super) const RESERVED: [&str; 3] = ["class.csv", "index.html", "junit.xml"];

/// The sources of one submission.
#[derive(Debug, Clone)]
pub(crate) struct Submission {
    /// What it is called: the name of its folder.
    pub(crate) name: String,
    /// Each file's path, from the folder of the sources on, with its content.
    files: BTreeMap<String, Vec<u8>>,
}

/// Why a folder's sources are not graded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// There is nothing to grade.
    #[error(
        "there is no src/lib.rs, no src/raft.rs, no lib.rs and no raft.rs in it, in a folder raft, or one folder \
         further in: hand in the folder of the crate, or its sources alone"
    )]
    Empty,
    /// What a link points to may be somebody else's.
    #[error("{0} is a link: hand in the file itself")]
    Link(String),
    /// All of it may be somebody else's.
    #[error("it is a link, and not a folder: hand in the folder itself")]
    LinkedFolder,
    /// It is neither a file nor a folder.
    #[error("{0} is neither a file nor a folder: leave it out")]
    Odd(String),
    /// It has a name that cannot be told.
    #[error("{0} has a name that is not UTF-8: rename it")]
    Name(String),
    /// There is too much of it.
    #[error("its sources are more than {} MiB, {MOST_FILES} files or folders, or {DEEPEST} folders deep: hand in the sources only", MOST_BYTES >> 20)]
    TooMuch,
    /// It cannot be read, which is no fault of it.
    #[error(transparent)]
    Unread(#[from] Unread),
}

/// Something in a submission's folder that the system does not let the grader read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}: {source}")]
pub(crate) struct Unread {
    path: String,
    source: io::Error,
}

impl Submission {
    /// Reads what is graded of a submission.
    ///
    /// # Errors
    /// There is nothing to grade, or something that is not taken.
    pub(crate) fn read(name: &str, folder: &Path) -> Result<Self, Refusal> {
        if folder.is_symlink() {
            return Err(Refusal::LinkedFolder);
        }
        let place = place::within(folder)?.ok_or(Refusal::Empty)?;
        let mut files = reader::read(folder, &place)?;
        files.remove(MAIN);
        files.entry(ROOT.to_owned()).or_insert_with(|| USUAL_ROOT.into());
        Ok(Self { name: name.to_owned(), files })
    }

    /// The SHA-256 of all names and contents, in hexadecimal digits.
    pub(crate) fn digest(&self) -> String {
        digest(&self.files)
    }

    /// The text of each file, by its path from the folder of the sources on.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, String)> {
        self.files
            .iter()
            .map(|(name, content)| (name.as_str(), String::from_utf8_lossy(content).into_owned()))
    }

    /// Writes the sources into a folder that is made for them.
    ///
    /// # Errors
    /// They cannot be written.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        for (name, content) in &self.files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, content)?;
        }
        Ok(())
    }
}

/// The SHA-256 of named contents, in hexadecimal digits. Where one ends and the next begins is part of it.
pub(super) fn digest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut digest = Sha256::new();
    for (name, content) in files {
        for part in [name.as_bytes(), content] {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
    }
    hex(&digest.finalize())
}

#[cfg(test)]
mod tests;
