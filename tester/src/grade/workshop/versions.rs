//! By what submissions were graded: enough to grade them again in the same way.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::WorkshopError;
use crate::grade::submission::digest;

/// The crates of which the harness consists, as folders of its workspace.
const CRATES: [&str; 7] = ["sim", "labgob", "labrpc", "raftapi", "timeline", "jail", "tester"];
/// What of a crate's folder goes into its program.
const PARTS: [&str; 4] = ["Cargo.toml", "src", "templates", "page"];

/// What decides, beside the rubric and the submission, what comes of grading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Versions {
    /// raftlab's version.
    pub(crate) raftlab: String,
    /// The SHA-256 of the harness's sources, in hexadecimal digits.
    pub(crate) harness: String,
    /// The compiler's version and the machine that it compiles for.
    pub(crate) rustc: String,
}

impl Versions {
    /// The versions of the harness in this folder, and of this compiler.
    pub(super) fn of(harness: &Path, rustc: String) -> Result<Self, WorkshopError> {
        let mut files = BTreeMap::new();
        for name in CRATES {
            for part in PARTS {
                let path = harness.join(name).join(part);
                collect(&path, &format!("{name}/{part}"), &mut files)
                    .map_err(|source| WorkshopError::File { path, source })?;
            }
        }
        Ok(Self { raftlab: env!("CARGO_PKG_VERSION").to_owned(), harness: digest(&files), rustc })
    }
}

/// Takes in a file, or all files of a folder; what is not there is no part of it.
fn collect(path: &Path, name: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    if path.is_file() {
        files.insert(name.to_owned(), fs::read(path)?);
    } else if path.is_dir() {
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let inside = format!("{name}/{}", entry.file_name().to_string_lossy());
            collect(&entry.path(), &inside, files)?;
        }
    }
    Ok(())
}
