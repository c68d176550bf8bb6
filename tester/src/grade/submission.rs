//! What is graded of a submission: the sources of its library, and nothing else that lies in its folder.

use std::collections::BTreeMap;
use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::hex;
use super::report::plain;

/// The file that the compiler begins with.
pub(super) const ROOT: &str = "lib.rs";
/// Where a crate has its sources.
const INSIDE: &str = "src/";
/// Where sources are that were handed in without their crate.
const LOOSE: &str = "";
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
/// The most bytes in a submission's name: what is kept of it has longer ones, and systems set an end to
/// those.
const LONGEST_NAME: usize = 100;
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
        "there is no src/lib.rs, no src/raft.rs and no raft.rs in it: hand in the folder of the crate, or its \
         sources alone"
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
    /// It cannot be read.
    #[error("cannot read {path}: {source}")]
    Read { path: String, source: io::Error },
}

/// Why it is not known what to grade.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FindError {
    /// There is no such folder.
    #[error("{} is no folder: name the folder of a submission, or one that holds submissions", shown(.0))]
    NoFolder(PathBuf),
    /// There are no folders in it.
    #[error("{} holds no submission: there is no src/lib.rs, src/raft.rs or raft.rs in it, and no folder", shown(.0))]
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
/// several.
///
/// # Errors
/// A path means nothing, or two submissions have one name.
pub(crate) fn find(paths: &[PathBuf]) -> Result<BTreeMap<String, PathBuf>, FindError> {
    let mut found = BTreeMap::new();
    for path in paths {
        for folder in submissions_in(path)? {
            let name = name_of(&folder)?;
            if let Some(one) = found.insert(name, folder.clone()) {
                return Err(FindError::SameName { one, other: folder });
            }
        }
    }
    Ok(found)
}

fn submissions_in(path: &Path) -> Result<Vec<PathBuf>, FindError> {
    // With a slash at its end, a path would mean what the link points to.
    if path.components().collect::<PathBuf>().is_symlink() {
        return Err(FindError::Link(path.to_owned()));
    }
    if !path.is_dir() {
        return Err(FindError::NoFolder(path.to_owned()));
    }
    if sources_in(path).is_some() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = |source| FindError::Read { path: path.to_owned(), source };
    let mut folders = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let kind = entry.file_type().map_err(failed)?;
        // A submission without sources is graded all the same, with nothing, and so is a link: it would
        // otherwise be missed by nobody but its author.
        let is_meant = kind.is_dir() || (kind.is_symlink() && !entry.path().is_file());
        if !is_hidden && is_meant {
            folders.push(entry.path());
        }
    }
    if folders.is_empty() {
        return Err(FindError::NoSubmission(path.to_owned()));
    }
    folders.sort();
    Ok(folders)
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

/// Where a submission's sources are: below `src`, or, where they were handed in by themselves, in the folder.
fn sources_in(folder: &Path) -> Option<&'static str> {
    [INSIDE, LOOSE].into_iter().find(|place| {
        let sources = folder.join(place);
        sources.join(ROOT).is_file() || sources.join(SINGLE).is_file()
    })
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
        let place = sources_in(folder).ok_or(Refusal::Empty)?;
        if place == INSIDE && folder.join("src").is_symlink() {
            return Err(Refusal::Link("src".to_owned()));
        }
        let mut reader = Reader { place, files: BTreeMap::new(), folders: 0, bytes: 0 };
        reader.folder(&folder.join(place), "", 0)?;
        let mut files = reader.files;
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

/// Whether it belongs to sources beside which anything may lie: a folder, or what has a source's name.
fn is_source(path: &Path, kind: FileType) -> bool {
    let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    !is_hidden && (kind.is_dir() || path.extension().is_some_and(|extension| extension == "rs"))
}

/// Reads files until it is too much.
struct Reader {
    /// [`INSIDE`] or [`LOOSE`].
    place: &'static str,
    files: BTreeMap<String, Vec<u8>>,
    folders: usize,
    bytes: u64,
}

impl Reader {
    fn folder(&mut self, folder: &Path, below: &str, depth: usize) -> Result<(), Refusal> {
        self.folders += 1;
        if depth > DEEPEST || self.folders > MOST_FILES {
            return Err(Refusal::TooMuch);
        }
        let place = self.place;
        let shown = || format!("{place}{below}");
        let failed = |source| Refusal::Read { path: shown(), source };
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            let name = name.to_str().ok_or_else(|| Refusal::Name(shown() + &name.to_string_lossy()))?;
            let name = format!("{below}{name}");
            let kind = entry.file_type().map_err(failed)?;
            if place == LOOSE && !is_source(&entry.path(), kind) {
                continue;
            }
            if kind.is_symlink() {
                return Err(Refusal::Link(format!("{place}{name}")));
            } else if kind.is_dir() {
                self.folder(&entry.path(), &format!("{name}/"), depth + 1)?;
            } else if kind.is_file() {
                self.file(&entry.path(), name)?;
            } else {
                return Err(Refusal::Odd(format!("{place}{name}")));
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, name: String) -> Result<(), Refusal> {
        let failed = |source| Refusal::Read { path: name.clone(), source };
        let left = MOST_BYTES - self.bytes;
        let mut content = Vec::new();
        File::open(path).map_err(failed)?.take(left + 1).read_to_end(&mut content).map_err(failed)?;
        self.bytes += content.len() as u64;
        if self.bytes > MOST_BYTES || self.files.len() >= MOST_FILES {
            return Err(Refusal::TooMuch);
        }
        self.files.insert(name, content);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
