//! A folder that is an autograder: for Gradescope, or for a container anywhere else.
//!
//! # What it models
//! What Gradescope runs: `setup.sh` once, and `run_autograder` for each submission, with the lab's sources
//! beside them. A container does the same by the same scripts.
//!
//! # What it leaves out
//! The archive: the folder is to be looked at, and its rubric edited, before it is zipped.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::Rubric;
use super::rubric::RubricError;

/// Who may do what with a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Everybody may read it.
    Text,
    /// Everybody may run it.
    Program,
    /// Nobody else may read it.
    Secret,
}

/// A file of the folder.
struct File {
    name: &'static str,
    text: &'static str,
    mode: Mode,
}

/// What `run_autograder` leaves where the grader itself fails.
pub(crate) const FAILED: &str = include_str!("files/failed.json");

const FILES: [File; 7] = [
    File { name: "setup.sh", text: include_str!("files/setup.sh"), mode: Mode::Program },
    File { name: "run_autograder", text: include_str!("files/run_autograder"), mode: Mode::Program },
    File { name: "grade", text: include_str!("files/grade"), mode: Mode::Program },
    File { name: "environment.sh", text: include_str!("files/environment.sh"), mode: Mode::Text },
    File { name: "failed.json", text: FAILED, mode: Mode::Text },
    File { name: "Containerfile", text: include_str!("files/Containerfile"), mode: Mode::Text },
    File { name: "README.md", text: include_str!("files/README.md"), mode: Mode::Text },
];

/// Where the lab's sources go.
const RAFTLAB: &str = "raftlab";
/// What stands in the files for the version of Rust.
const RUST: &str = "@RUST@";
/// The shortest of the times that a grading should be given, in minutes. Longer ones are multiples of it.
const STEP_MINUTES: u64 = 10;

/// Why the folder could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SetupError {
    /// There is something.
    #[error("{} is not empty: name a new folder by --out, so that nothing is lost", .0.display())]
    NotEmpty(PathBuf),
    /// The rubric makes no sense.
    #[error(transparent)]
    Rubric(#[from] RubricError),
    /// Something cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
}

/// Writes the folder `out`, which must be new or empty: the scripts, this rubric, and the lab's sources,
/// which `export` writes into the folder that it is given.
///
/// # Errors
/// There is something in it, or it cannot be written, the rubric is none, or `export` fails.
pub(crate) fn gradescope<E: From<SetupError>>(
    out: &Path,
    rubric: &str,
    export: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    let parsed = Rubric::parse(rubric, Rubric::FILE_NAME).map_err(SetupError::from)?;
    make(out)?;
    for File { name, text, mode } in &FILES {
        let text = filled(text, &parsed);
        write(&out.join(name), &text, *mode)?;
    }
    write(&out.join(Rubric::FILE_NAME), rubric, Mode::Secret)?;
    export(&out.join(RAFTLAB))
}

/// A file with what this rubric makes of its figures: the most that a grading may take is one build, and the
/// time of a test for each test and for all timelines. What should end it from outside has twice as long.
fn filled(text: &str, rubric: &Rubric) -> String {
    let (tests, limits) = (rubric.points.len() as u64, &rubric.limits);
    let seconds = (tests + 1) * limits.test_seconds + limits.build_seconds;
    let most = seconds.div_ceil(60);
    let timeout = (2 * most).next_multiple_of(STEP_MINUTES);
    let figures = [
        ("@TESTS@", tests),
        ("@TEST_SECONDS@", limits.test_seconds),
        ("@BUILD_SECONDS@", limits.build_seconds),
        ("@MOST@", most),
        ("@TIMEOUT@", timeout),
    ];
    let text = text.replace(RUST, env!("CARGO_PKG_RUST_VERSION"));
    figures.iter().fold(text, |text, (mark, figure)| text.replace(mark, &figure.to_string()))
}

fn make(folder: &Path) -> Result<(), SetupError> {
    let failed = |source| SetupError::Write { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(failed)?;
    match fs::read_dir(folder).map_err(failed)?.next() {
        Some(_) => Err(SetupError::NotEmpty(folder.to_owned())),
        None => Ok(()),
    }
}

fn write(path: &Path, text: &str, mode: Mode) -> Result<(), SetupError> {
    let failed = |source| SetupError::Write { path: path.to_owned(), source };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // Elsewhere a file's name says whether it is a program.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode.bits());
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

#[cfg(unix)]
impl Mode {
    const fn bits(self) -> u32 {
        match self {
            Self::Text => 0o644,
            Self::Program => 0o755,
            Self::Secret => 0o600,
        }
    }
}

#[cfg(test)]
mod tests;
