//! A course's repository: the lab without the Rafts that solve it, and the starter in their place.

mod copy;
mod manifest;
mod marks;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::StarterError;
use super::files::{FILES, HANDOUT, MANIFEST};
use super::folder::Folder;
use super::links;
use super::words::Words;

/// The crates of the lab that go with it.
const CRATES: [&str; 7] = ["sim", "labgob", "labrpc", "raftapi", "timeline", "jail", "tester"];

/// What stands beside them and goes along as it is.
const BESIDE: [&str; 4] = ["LICENSE-APACHE", "LICENSE-MIT", "clippy.toml", "Cargo.lock"];

/// What in `docs` is about something that stays behind.
const ABOUT_THE_REST: [&str; 2] = ["zoo", "clusters"];

/// The student's package, and the files of the starter that belong to it. The others are the repository's.
const YOURS: &str = "raft";
const YOUR_FILES: [&str; 3] = ["src/", "tests/", "clippy.toml"];

/// Makes a repository of the raftlab in the folder `raftlab`, in the folder `into`, which must be empty or
/// not there. The number of files in it.
///
/// # Errors
/// Something cannot be read or written, or is not what it should be; what was written by then stays.
pub(crate) fn export(raftlab: &Path, into: &Path) -> Result<usize, StarterError> {
    let mut files = Vec::new();
    for folder in CRATES.iter().chain(&["starter", "docs"]) {
        copy::files_below(raftlab, Path::new(folder), &mut files)?;
    }
    files.retain(|file| !is_about_the_rest(file));
    files.extend(BESIDE.map(Into::into));

    let starter = starter(&Words::of_handout(HANDOUT));
    let manifest = manifest::of_handout(&raftlab.join("Cargo.toml"))?;
    let mut all: BTreeSet<String> = files.iter().map(|file| copy::shown(file)).collect();
    all.extend(starter.iter().map(|(path, _)| path.clone()));

    let mut folder = Folder::make(into)?;
    for file in &files {
        let path = raftlab.join(file);
        let content = fs::read(&path).map_err(|source| StarterError::Read { path, source })?;
        folder.add(file, of_handout(file, content, &all)?)?;
    }
    for (path, text) in starter {
        let content = of_handout(Path::new(&path), text.into_bytes(), &all)?;
        folder.add(path, content)?;
    }
    folder.add("Cargo.toml", manifest)?;
    Ok(folder.files())
}

/// The content of a file; of a document, without what stays behind and the links to what is not among `all`.
fn of_handout(file: &Path, content: Vec<u8>, all: &BTreeSet<String>) -> Result<Vec<u8>, StarterError> {
    if file.extension().is_none_or(|extension| extension != "md") {
        return Ok(content);
    }
    let strange = |what: &str| StarterError::Strange { path: file.to_owned(), what: what.to_owned() };
    let text = String::from_utf8(content).map_err(|_| strange("it is not UTF-8"))?;
    let text = marks::without_marked(&text).map_err(strange)?;
    Ok(links::without_dead(&copy::shown(file), &text, all).into_bytes())
}

/// The files that are made of the starter's, with their paths in the repository.
fn starter(words: &Words) -> Vec<(String, String)> {
    let place = |path: &str| {
        let is_yours = YOUR_FILES.iter().any(|yours| path.starts_with(yours));
        if is_yours { format!("{YOURS}/{path}") } else { path.to_owned() }
    };
    let files = FILES.iter().map(|file| (place(file.path), words.fill(file.text)));
    files.chain([(format!("{YOURS}/Cargo.toml"), words.fill(MANIFEST))]).collect()
}

fn is_about_the_rest(file: &Path) -> bool {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    file.starts_with("docs") && ABOUT_THE_REST.iter().any(|topic| name.starts_with(topic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::starter::built_from;

    #[test]
    fn a_repository_has_the_lab_and_no_raft() {
        let scratch = tempfile::tempdir().expect("a folder");
        let into = scratch.path().join("course");
        let files = export(&built_from().expect("the lab"), &into).expect("it can be written");
        assert!(files > 300, "{files}");
        for there in [
            "sim/src/lib.rs",
            "raft/src/raft.rs",
            "raft/Cargo.toml",
            "docs/lab-2a.md",
            "LICENSE-MIT",
            "labgob/fuzz/corpus/decode/hole-deep-tree",
        ] {
            assert!(into.join(there).is_file(), "{there}");
        }
        for missing in
            ["raft/src/election.rs", "zoo", "docs/zoo.md", "docs/clusters.md", "course", "tests", "target"]
        {
            assert!(!into.join(missing).exists(), "{missing}");
        }
        let again = export(&into, &into).expect_err("it is not empty").to_string();
        assert!(
            again.ends_with("is there already and not empty: nothing is overwritten, so name another folder")
        );
        export(&into, &scratch.path().join("another")).expect("what was made is a raftlab too");
    }

    #[test]
    fn what_is_no_raftlab_is_refused_before_anything_is_written() {
        let scratch = tempfile::tempdir().expect("a folder");
        let into = scratch.path().join("course");
        assert!(export(scratch.path(), &into).is_err());
        assert!(!into.exists());
    }
}
