//! Where submissions are built: the harness once, by cargo, and each submission by the compiler alone.
//!
//! A submission's own manifest, build script and configuration are never used: they would run before anything
//! is confined. Its library sees the crates in [`CRATES`] and no others, `raftapi` through a narrow window
//! (see [`raftapi::submission`]), and may have no `unsafe` code, so that nothing in it can name the channel
//! on which the results come. The compiler itself is confined as well: it reads what the sources tell it to
//! include.

mod command;
mod compile;
mod harness;
mod libraries;
mod log;
mod order;
mod program;
mod scratch;
mod shortage;
mod versions;
mod window;

use std::io;
use std::path::{Path, PathBuf};

use self::harness::Harness;
use self::window::Window;
use crate::grade::outcome::Built;
use crate::grade::rubric::Limits;
use crate::grade::submission::Submission;

pub(crate) use order::Order;
pub(crate) use program::Program;
pub(crate) use versions::Versions;

/// The crates that a submission may use, beside `std`.
pub(crate) const CRATES: [&str; 3] = ["raftapi", "serde", "tracing"];

/// Why nothing can be built. It is no submission's fault.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WorkshopError {
    /// The harness's sources are not where they should be.
    #[error(
        "{} does not hold raftlab's sources, which submissions are built against: name the folder that does by \
         --harness",
        .0.display()
    )]
    NoHarness(PathBuf),
    /// A program that is needed cannot be started.
    #[error(
        "cannot start {program}: {source}; a Rust toolchain must be installed where submissions are graded"
    )]
    Start { program: String, source: io::Error },
    /// Cargo could not build the harness.
    #[error(
        "cargo cannot build raftlab, which submissions are built against (offline: `cargo fetch` there first):\n{0}"
    )]
    Harness(String),
    /// Cargo did not say where a crate is.
    #[error("cargo built raftlab without saying where the crate `{0}` is")]
    Missing(&'static str),
    /// The compiler could not build the grader's own lines.
    #[error("the compiler refuses the grader's own {what}:\n{log}")]
    Own { what: &'static str, log: String },
    /// A file cannot be written or read.
    #[error("cannot use {}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    /// The machine ended the compiler, or left it no room.
    #[error("the machine that grades kept the compiler from its work: {0}")]
    Shortage(&'static str),
    /// What was a program before is none now, of the same sources.
    #[error("it was a program before, and now the compiler does not finish it; it says:\n{0}")]
    Again(String),
    /// The compiler could not be confined.
    #[error("the compiler could not be confined: {0}")]
    Confine(String),
}

/// A place to build submissions, with all that they are built against.
pub(crate) struct Workshop {
    harness: Harness,
    window: Window,
    versions: Versions,
}

impl Workshop {
    /// Builds the harness, unless that was done before: with nothing there it takes a minute or two. What
    /// somebody who waits should know is given to `notice`.
    ///
    /// # Errors
    /// It cannot be built.
    pub(crate) fn open(order: &Order, notice: &dyn Fn(&str)) -> Result<Self, WorkshopError> {
        let harness = Harness::build(order, notice)?;
        let versions = Versions::of(order, harness.rustc_version()?)?;
        let window = Window::within(harness.scratch())?;
        compile::window(&harness, &window)?;
        Ok(Self { harness, window, versions })
    }

    /// By what submissions are graded here.
    pub(crate) const fn versions(&self) -> &Versions {
        &self.versions
    }

    /// Builds a submission in `folder`, which is its own: what was there before is deleted. What came of it
    /// if it is no program.
    ///
    /// # Errors
    /// It cannot be built, for no fault of its own.
    pub(crate) fn build(
        &self,
        submission: &Submission,
        folder: &Path,
        limits: &Limits,
    ) -> Result<Result<Program, Built>, WorkshopError> {
        compile::submission(&self.harness, &self.window, submission, folder, limits)
    }
}
