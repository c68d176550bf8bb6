//! Which files go along.

use std::fs;
use std::path::{Path, PathBuf};

use crate::starter::StarterError;

/// What lies in the folders of crates and is no part of them: what was built, and what was found by running
/// it.
const LEFT_BEHIND: [&str; 5] = ["target", "artifacts", "corpus", "failing-seeds.txt", "Cargo.lock"];

/// Adds the files below `folder`, by their paths from `root`, in the order of their names.
pub(super) fn files_below(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), StarterError> {
    let path = root.join(folder);
    let unreadable = |source| StarterError::Read { path: path.clone(), source };
    let mut names = Vec::new();
    for entry in fs::read_dir(&path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        names.push((entry.file_name(), entry.file_type().map_err(unreadable)?));
    }
    names.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (name, kind) in names {
        if LEFT_BEHIND.iter().any(|left| name == *left) {
            continue;
        }
        let file = folder.join(name);
        if kind.is_dir() {
            files_below(root, &file, files)?;
        } else if kind.is_file() {
            files.push(file);
        }
    }
    Ok(())
}

/// A path as links have it.
pub(super) fn shown(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
