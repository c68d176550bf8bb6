//! Which files go along.

use std::fs;
use std::path::{Path, PathBuf};

use crate::starter::StarterError;

/// What lies in the folders of crates and is no part of them: what was built, and what was found by running
/// it.
const LEFT_BEHIND: [&str; 4] = ["target", "artifacts", "failing-seeds.txt", "Cargo.lock"];

/// A fuzzer's folder. What it finds goes there as well, beside what belongs to the crate and begins like
/// this.
const CORPUS: &str = "corpus";
const KEPT_OF_CORPUS: [&str; 2] = ["seed-", "hole-"];

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
        } else if kind.is_file() && !is_found_by_fuzzing(&file) {
            files.push(file);
        }
    }
    Ok(())
}

fn is_found_by_fuzzing(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.iter().any(|part| part == CORPUS) && !KEPT_OF_CORPUS.iter().any(|kept| name.starts_with(kept))
}

/// A path as links have it.
pub(super) fn shown(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
