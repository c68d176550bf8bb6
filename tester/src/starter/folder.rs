//! A folder that is being filled, and was empty before.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::StarterError;

/// A folder to which files are added. No file is ever replaced.
pub(super) struct Folder {
    path: PathBuf,
    /// How many files were written.
    files: usize,
}

impl Folder {
    /// Makes the folder, unless it is there and empty.
    pub(super) fn make(path: &Path) -> Result<Self, StarterError> {
        match fs::read_dir(path) {
            Ok(mut entries) => {
                if entries.next().is_some() {
                    return Err(StarterError::NotEmpty(path.to_owned()));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.is_symlink() => {
                return Err(StarterError::DeadLink(path.to_owned()));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(path).map_err(|source| unwritable(path, source))?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(StarterError::IsFile(path.to_owned()));
            }
            Err(source) => return Err(StarterError::Read { path: path.to_owned(), source }),
        }
        Ok(Self { path: path.to_owned(), files: 0 })
    }

    /// How many files were written.
    pub(super) const fn files(&self) -> usize {
        self.files
    }

    /// Adds a file with this path in the folder.
    pub(super) fn add(
        &mut self,
        file: impl AsRef<Path>,
        content: impl AsRef<[u8]>,
    ) -> Result<(), StarterError> {
        let path = self.path.join(file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|source| unwritable(folder, source))?;
        }
        let written = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .and_then(|mut file| file.write_all(content.as_ref()));
        written.map_err(|source| unwritable(&path, source))?;
        self.files += 1;
        Ok(())
    }
}

fn unwritable(path: &Path, source: io::Error) -> StarterError {
    StarterError::Write { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_nowhere_is_no_folder() {
        let scratch = tempfile::tempdir().expect("a folder");
        let link = scratch.path().join("link");
        std::os::unix::fs::symlink(scratch.path().join("nothing"), &link).expect("a link");
        let words = Folder::make(&link).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(
            words.ends_with("link is a link to what is not there: name a folder that is to be made"),
            "{words}"
        );
    }
}
