//! What is done, written down test by test: a grading that was interrupted goes on from there, and comes to
//! the same grades.
//!
//! A line counts once it is whole. What stands in a journal may be read by anybody who may read grades: there
//! is no secret in it, no hidden seed, and nothing of what a hidden run has shown but its class and its rule.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use timeline::replace::replace;

use super::workshop::Versions;
use super::{Built, Grade, Rubric, TestGrade, hex};

/// What the files say that they are.
const WHAT: &str = "raftlab grading";
/// Of files of another version nothing is known.
const VERSION: u32 = 1;

/// What a grading has to have in common with the one that it goes on with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Terms {
    journal: String,
    version: u32,
    /// The rubric's digest.
    rubric: String,
    /// The seal of its secret.
    seal: Option<String>,
    /// What it is graded with.
    versions: Versions,
}

/// A journal that cannot be gone on with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JournalError {
    /// Grades by two measures would be mixed.
    #[error(
        "{} holds grades by another {what}: --fresh deletes them and grades anew, and another --out keeps them",
        folder.display()
    )]
    Other {
        /// Where they are.
        folder: PathBuf,
        /// What differs.
        what: &'static str,
    },
    /// It cannot be read or written.
    #[error("cannot use {}: {source}", path.display())]
    Use {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl Terms {
    /// The terms of a grading by this rubric with these programs.
    pub(crate) fn new(rubric: &Rubric, versions: &Versions) -> Self {
        Self {
            journal: WHAT.to_owned(),
            version: VERSION,
            rubric: rubric.digest(),
            seal: rubric.seeds.base.as_ref().map(super::rubric::Secret::seal),
            versions: versions.clone(),
        }
    }

    /// What these sources come to on these terms, and on no others.
    pub(super) fn on(&self, sources: &str) -> Origin {
        // Texts can always be written.
        let text = serde_json::to_vec(self).unwrap_or_default();
        Origin { terms: hex(&Sha256::digest(text)), sources: sources.to_owned() }
    }

    /// Sees that what is kept in `file` was graded on the same terms; writes them down where nothing is kept.
    ///
    /// # Errors
    /// It was not, or the file cannot be used. `folder` is what people know.
    pub(super) fn hold(&self, file: &Path, folder: &Path) -> Result<(), JournalError> {
        let failed = |source| JournalError::Use { path: file.to_owned(), source };
        let kept = match fs::read(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let write = |out: &mut dyn io::Write| -> io::Result<()> {
                    serde_json::to_writer(&mut *out, self)?;
                    writeln!(out)
                };
                return replace(file, |mut out| write(&mut out)).map_err(failed);
            }
            other => other.map_err(failed)?,
        };
        match self.differs(serde_json::from_slice(&kept).ok()) {
            None => Ok(()),
            Some(what) => Err(JournalError::Other { folder: folder.to_owned(), what }),
        }
    }

    /// In what the others differ, if they do.
    fn differs(&self, other: Option<Self>) -> Option<&'static str> {
        let Some(other) = other.filter(|other| (&other.journal, other.version) == (&self.journal, VERSION))
        else {
            return Some("version of this program");
        };
        let differs = [
            (other.rubric != self.rubric, "rubric"),
            (other.seal != self.seal, "secret of the rubric"),
            (other.versions.rustc != self.versions.rustc, "compiler"),
            (other.versions.profile != self.versions.profile, "profile"),
            (other.versions.protection != self.versions.protection, "protection"),
            (other.versions != self.versions, "version of the harness"),
        ];
        differs.into_iter().find(|(differs, _)| *differs).map(|(_, what)| what)
    }
}

/// By what a submission's journal is told from another's, of this grading or of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Origin {
    /// The digest of the terms.
    terms: String,
    /// The SHA-256 of the sources that are graded.
    sources: String,
}

/// A line of a submission's journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Entry {
    /// The first one: what is graded, and how.
    Begins(Origin),
    /// What became of them.
    Built(Built),
    /// A test is done.
    Test(Box<TestGrade>),
    /// The last one: all is done.
    Grade(Box<Grade>),
}

/// What is known of a submission from before.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) built: Option<Built>,
    pub(super) tests: Vec<TestGrade>,
    pub(super) grade: Option<Grade>,
}

/// Whether a file is what [`Terms::hold`] writes, of whatever version.
pub(super) fn is_of_class(text: &[u8]) -> bool {
    text.starts_with(format!("{{\"journal\":\"{WHAT}\"").as_bytes())
}

/// Whether a file is a submission's journal, or the beginning of one.
pub(super) fn is_of_submission(text: &[u8]) -> bool {
    const START: &[u8] = br#"{"begins":{"terms":"#;
    text.starts_with(START) || START.starts_with(text)
}

/// The journal of one submission.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Opens the journal of what is graded, and what is known from before: nothing, if it was about something
    /// else.
    ///
    /// # Errors
    /// The file cannot be used.
    pub(super) fn open(path: PathBuf, origin: &Origin) -> Result<(Self, Kept), JournalError> {
        Self::try_open(&path, origin).map_err(|source| JournalError::Use { path, source })
    }

    fn try_open(path: &Path, origin: &Origin) -> io::Result<(Self, Kept)> {
        let mut file = File::options().read(true).append(true).create(true).open(path)?;
        let text = fs::read(path)?;
        let (kept, whole) = read(&text, origin);
        // The end of a line that was being written when the process was killed would spoil the next one.
        file.set_len(whole as u64)?;
        if whole == 0 {
            add(&mut file, &Entry::Begins(origin.clone()))?;
        }
        Ok((Self { path: path.to_owned(), file }, kept))
    }

    /// Writes down what is done.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn add(&mut self, entry: &Entry) -> Result<(), JournalError> {
        add(&mut self.file, entry).map_err(|source| JournalError::Use { path: self.path.clone(), source })
    }
}

fn add(file: &mut File, entry: &Entry) -> io::Result<()> {
    let mut line = serde_json::to_vec(entry)?;
    line.push(b'\n');
    file.write_all(&line)
}

/// What the whole lines say that make sense, and how many bytes they have: none if they are about something
/// else.
fn read(text: &[u8], origin: &Origin) -> (Kept, usize) {
    let mut kept = Kept::default();
    let mut whole = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        if !line.ends_with(b"\n") {
            break;
        }
        match (whole, serde_json::from_slice(line)) {
            (0, Ok(Entry::Begins(of))) if of == *origin => {}
            (1.., Ok(Entry::Built(built))) => kept.built = Some(built),
            (1.., Ok(Entry::Test(done))) => kept.tests.push(*done),
            (1.., Ok(Entry::Grade(grade))) => kept.grade = Some(*grade),
            _ => break,
        }
        whole += line.len();
    }
    (kept, whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grade::{Points, Runs};

    fn test(name: &str) -> TestGrade {
        let planned = Runs { planned: 2, done: 2, passed: 2 };
        TestGrade {
            test: name.to_owned(),
            possible: Points::of_hundredths(100),
            earned: Points::of_hundredths(100),
            public: planned,
            hidden: Runs::default(),
            given_up: None,
            findings: Vec::new(),
            digests: vec![1, u64::MAX],
            seal: "00".to_owned(),
            seconds: 0.1,
        }
    }

    fn origin(terms: &str, sources: &str) -> Origin {
        Origin { terms: terms.to_owned(), sources: sources.to_owned() }
    }

    fn versions() -> Versions {
        Versions {
            raftlab: "0.1.0".into(),
            harness: "ab".into(),
            rustc: "1.95.0 x".into(),
            profile: "grade".into(),
            protection: "seccomp".into(),
        }
    }

    #[test]
    fn what_was_written_is_known_again_up_to_any_byte() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("ann.jsonl");
        let open = || Journal::open(path.clone(), &origin("aa", "11")).expect("a journal");
        let (mut journal, kept) = open();
        assert!(kept.built.is_none() && kept.tests.is_empty());
        journal.add(&Entry::Built(Built::Program)).expect("written");
        for name in ["initial_election_2A", "reelection_2A"] {
            journal.add(&Entry::Test(Box::new(test(name)))).expect("written");
        }
        let text = fs::read(&path).expect("read");
        for cut in 0..=text.len() {
            assert!(is_of_submission(&text[..cut]));
            fs::write(&path, &text[..cut]).expect("written");
            let (mut journal, kept) = open();
            let lines = text[..cut].split(|byte| *byte == b'\n').count() - 1;
            assert_eq!(kept.tests.len(), lines.saturating_sub(2));
            journal.add(&Entry::Test(Box::new(test("backup_2B")))).expect("written");
            assert_eq!(open().1.tests.last(), Some(&test("backup_2B")));
        }
    }

    #[test]
    fn other_sources_and_other_terms_begin_anew() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("ann.jsonl");
        let open = |terms, sources| Journal::open(path.clone(), &origin(terms, sources)).expect("a journal");
        for other in [("aa", "22"), ("bb", "11")] {
            open("aa", "11").0.add(&Entry::Built(Built::Program)).expect("written");
            assert!(open("aa", "11").1.built.is_some());
            assert!(open(other.0, other.1).1.built.is_none());
            assert!(open("aa", "11").1.built.is_none(), "it was deleted");
        }
    }

    #[test]
    fn grades_by_two_measures_are_not_mixed() {
        let home = tempfile::tempdir().expect("a folder");
        let file = home.path().join("class.json");
        let hold = |rubric: &str, versions: &Versions| {
            let rubric = Rubric::parse(rubric, "r.toml").expect("a rubric");
            Terms::new(&rubric, versions).hold(&file, Path::new("out")).map_err(|error| error.to_string())
        };
        let base = |base: &str| format!("[seeds]\nhidden = 1\nbase = \"{base} of sixteen letters\"\n");
        assert_eq!(hold(&base("one"), &versions()), Ok(()));
        assert_eq!(hold(&base("one"), &versions()), Ok(()));
        let text = fs::read_to_string(&file).expect("read");
        assert!(is_of_class(text.as_bytes()) && !text.contains("sixteen"), "{text}");
        let refused = |what: &str| {
            Err(format!(
                "out holds grades by another {what}: --fresh deletes them and grades anew, and another --out \
                 keeps them"
            ))
        };
        assert_eq!(hold("", &versions()), refused("rubric"));
        assert_eq!(hold(&base("two"), &versions()), refused("secret of the rubric"));
        let newer = Versions { rustc: "1.96.0 x".into(), ..versions() };
        assert_eq!(hold(&base("one"), &newer), refused("compiler"));
        let newer = Versions { harness: "cd".into(), ..versions() };
        assert_eq!(hold(&base("one"), &newer), refused("version of the harness"));
        let other = Versions { profile: "dev".into(), ..versions() };
        assert_eq!(hold(&base("one"), &other), refused("profile"));
        let other = Versions { protection: "limits only".into(), ..versions() };
        assert_eq!(hold(&base("one"), &other), refused("protection"));
        fs::write(&file, "{}").expect("written");
        assert_eq!(hold(&base("one"), &versions()), refused("version of this program"));
    }
}
