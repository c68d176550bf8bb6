//! Where timelines are kept that nobody asked for by name: `raftlab/` in cargo's target directory, unless
//! `LAB_TIMELINES` names another folder, or `none`.

use std::env;
use std::path::{Path, PathBuf};

use crate::invocation::Invocation;
use crate::suite::LabTest;

/// The variable that says where they go.
const VARIABLE: &str = "LAB_TIMELINES";
/// Its value that keeps them from being written.
const NONE: &str = "none";
/// The folder in the target directory.
const FOLDER: &str = "raftlab";
/// By this file cargo marks its target directories.
const TAG: &str = "CACHEDIR.TAG";

/// Whether nobody wants timelines that were not asked for by name.
pub(crate) fn is_unwanted() -> bool {
    env::var_os(VARIABLE).is_some_and(|value| value == NONE)
}

/// The folder for timelines, and for cases. Cargo builds programs into its target directory, whichever that
/// is; for a program that stands elsewhere it is `target`, where it was called.
pub(crate) fn folder() -> PathBuf {
    if let Some(chosen) = env::var_os(VARIABLE).filter(|value| !value.is_empty() && value != NONE) {
        return PathBuf::from(chosen);
    }
    let named = || env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target().or_else(named).unwrap_or_else(|| PathBuf::from("target")).join(FOLDER)
}

/// The target directory that this program was built in, if it still lies in one.
pub(crate) fn target() -> Option<PathBuf> {
    let program = env::current_exe().unwrap_or_default();
    program.ancestors().skip(1).find(|directory| directory.join(TAG).is_file()).map(Path::to_owned)
}

/// What the timeline of a run is called.
pub(crate) fn file_name(test: &LabTest, seed: u64, invocation: &Invocation) -> String {
    named(test, seed, invocation, "html")
}

/// What the case is called that a run was made into.
pub(crate) fn case_name(test: &LabTest, seed: u64, invocation: &Invocation) -> String {
    named(test, seed, invocation, "case.json")
}

fn named(test: &LabTest, seed: u64, invocation: &Invocation, ending: &str) -> String {
    // Several implementations share a target directory.
    let subject = invocation.subject().map(|subject| format!("{subject}-")).unwrap_or_default();
    format!("{subject}{}-{seed}.{ending}", test.name)
}

/// A path as it is shown: from here on, where it is below here.
pub(crate) fn shown(path: &Path) -> String {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}
