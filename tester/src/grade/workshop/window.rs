//! The grader's own sources: the window through which a submission sees `raftapi`, and its program.

use std::fs;
use std::path::{Path, PathBuf};

use super::WorkshopError;

/// The crate `raftapi` of submissions.
const WINDOW: &str = "pub use raftapi::submission::*;\n";
/// The program of every submission.
const MAIN: &str = "fn main() -> std::process::ExitCode {\n    tester::cli::main::<raft::Peer>()\n}\n";

/// The grader's sources on disk, as long as they are needed.
pub(super) struct Window {
    folder: PathBuf,
}

impl Window {
    /// Writes them into a folder of their own in `scratch`, which is the grading's.
    pub(super) fn within(scratch: &Path) -> Result<Self, WorkshopError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| WorkshopError::File { path, source }
        };
        let window = Self { folder: scratch.join("window") };
        fs::create_dir(window.folder()).map_err(failed(window.folder()))?;
        for (name, text) in [("raftapi.rs", WINDOW), ("main.rs", MAIN)] {
            let path = window.folder().join(name);
            fs::write(&path, text).map_err(failed(&path))?;
        }
        Ok(window)
    }

    /// Where they are, and where what is made of them goes.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The source of the window.
    pub(super) fn source(&self) -> PathBuf {
        self.folder().join("raftapi.rs")
    }

    /// The compiled window.
    pub(super) fn library(&self) -> PathBuf {
        self.folder().join("libraftapi.rlib")
    }

    /// The source of the program.
    pub(super) fn main(&self) -> PathBuf {
        self.folder().join("main.rs")
    }
}
