//! The files that a command is to write: that none of them takes another, or what is read, away.

use std::fs;
use std::path::{Path, PathBuf};

use super::CliError;

/// Looks, before anything is run, whether these files can all be written: each is in a folder that is there,
/// none is a folder itself, none is named twice, and none is what the command reads.
///
/// # Errors
/// One cannot, or would take something away.
pub(super) fn check(reads: Option<&Path>, writes: &[&Path]) -> Result<(), CliError> {
    for (place, target) in writes.iter().enumerate() {
        if target.is_dir() {
            return Err(CliError::IsFolder(target.to_path_buf()));
        }
        let folder = folder_of(target);
        check_folder(folder)?;
        if !folder.exists() {
            return Err(CliError::NoFolder(folder.to_owned()));
        }
        if reads.is_some_and(|read| is_same(read, target)) {
            return Err(CliError::OntoItself(target.to_path_buf()));
        }
        if writes[..place].iter().any(|other| is_same(other, target)) {
            return Err(CliError::NamedTwice(target.to_path_buf()));
        }
    }
    Ok(())
}

/// Looks whether a folder can have this name.
///
/// # Errors
/// A file has it.
pub(super) fn check_folder(folder: &Path) -> Result<(), CliError> {
    if folder.exists() && !folder.is_dir() { Err(CliError::IsFile(folder.to_owned())) } else { Ok(()) }
}

fn is_same(one: &Path, other: &Path) -> bool {
    real(one) == real(other)
}

/// The path without links and dots, as far as it is there already.
fn real(path: &Path) -> PathBuf {
    if let Ok(path) = fs::canonicalize(path) {
        return path;
    }
    match (fs::canonicalize(folder_of(path)), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_many_names() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("case.json"), "").expect("a file for the test");
        std::os::unix::fs::symlink(at("case.json"), at("link")).expect("a link for the test");
        let refused = |reads: Option<&str>, writes: [&str; 2]| {
            let [one, other] = writes.map(at);
            check(reads.map(at).as_deref(), &[&one, &other]).err().map(|error| error.to_string())
        };
        assert_eq!(refused(Some("case.json"), ["new", "other"]), None);
        assert!(refused(None, ["new", "./new"]).is_some_and(|text| text.contains("twice")));
        assert!(refused(Some("link"), ["new", "case.json"]).is_some_and(|text| text.contains("is read")));
        assert!(refused(None, ["new", "."]).is_some_and(|text| text.contains("is a folder")));
        let words = refused(None, ["new", "sub/other"]).expect("there is no such folder");
        assert!(refused(None, ["new", "case.json/x"]).is_some_and(|text| text.contains("is a file")));
        assert!(check_folder(&at("sub")).is_ok() && check_folder(folder.path()).is_ok());
        let file = check_folder(&at("case.json")).expect_err("it is a file").to_string();
        assert!(file.ends_with("case.json is a file: name a folder"), "{file}");
        assert!(words.ends_with("sub is not there: make that folder, or name a file in another"), "{words}");
    }
}
