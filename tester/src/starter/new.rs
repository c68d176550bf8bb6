//! A student's crate.

use std::path::{self, Path};

use super::files::{FILES, LOCK, MANIFEST, PROFILES};
use super::folder::Folder;
use super::source::Source;
use super::words::Words;
use super::{StarterError, name};

/// What was written.
pub(crate) struct Written {
    /// What the package is called.
    pub(crate) package: String,
    /// How many files it has.
    pub(crate) files: usize,
}

/// Writes a crate into `folder`, which must be empty or not there, that takes the lab from `source`.
pub(crate) fn write(folder: &Path, source: &Source) -> Result<Written, StarterError> {
    let absolute =
        path::absolute(folder).map_err(|source| StarterError::Read { path: folder.to_owned(), source })?;
    let package = name::of_folder(&absolute)?;
    let words = Words::of_crate(&package, source)?;
    let mut folder = Folder::make(folder)?;
    for file in FILES {
        folder.add(file.path, words.fill(file.text))?;
    }
    folder.add("Cargo.toml", words.fill(&format!("{MANIFEST}{PROFILES}")))?;
    folder.add("Cargo.lock", LOCK)?;
    Ok(Written { package, files: folder.files() })
}
