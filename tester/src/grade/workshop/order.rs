//! What the harness is built from.

use std::path::{Path, PathBuf};

use crate::traces;

/// What to build, and where.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// The folder of raftlab's workspace.
    pub(crate) harness: PathBuf,
    /// The profile of that workspace that decides how fast the result is.
    pub(crate) profile: String,
    /// Cargo's target directory; the one that cargo chooses for that workspace without one.
    pub(crate) target: Option<PathBuf>,
}

impl Order {
    /// The sources that this program was built from, with the profile that is made for it.
    pub(crate) fn usual() -> Self {
        let tester = Path::new(env!("CARGO_MANIFEST_DIR"));
        let harness = tester.parent().unwrap_or(tester).to_owned();
        // The sources may be where nobody builds: in cargo's own checkout, or where they can only be read.
        Self { harness, profile: "grade".to_owned(), target: traces::target() }
    }

    /// Whether the libraries are made for finding mistakes rather than for speed.
    pub(super) fn is_for_debugging(&self) -> bool {
        self.profile == "dev"
    }
}
