//! Which folders are taken for submissions, by which names, and what is taken of them.

use std::os::unix::fs::symlink;

use super::*;

/// A folder with these submissions, of one file each.
fn class(names: &[&str]) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    for name in names {
        fs::create_dir(home.path().join(name)).expect("made");
        fs::write(home.path().join(name).join(SINGLE), "").expect("written");
    }
    home
}

fn refusal(path: &Path) -> FindError {
    find(&[path.to_owned()]).expect_err("it is refused")
}

#[test]
fn names_that_reports_need_are_refused() {
    for name in RESERVED.into_iter().chain(["Index.HTML"]) {
        let home = class(&[name, "ann"]);
        assert!(matches!(refusal(home.path()), FindError::Reserved(path) if path.ends_with(name)));
    }
}

#[test]
fn names_have_an_end() {
    let (long, longer) = ("n".repeat(LONGEST_NAME), "n".repeat(LONGEST_NAME + 1));
    let home = class(&[&long]);
    assert!(find(&[home.path().to_owned()]).expect("one").contains_key(&long));
    let home = class(&[&longer]);
    assert!(matches!(refusal(home.path()), FindError::LongName(_)));
}

#[test]
fn a_link_is_nobodys_submission() {
    let home = class(&["ann"]);
    let link = home.path().join("mallory");
    symlink("ann", &link).expect("linked");
    for path in [link.clone(), link.join(""), link.join(".")] {
        assert!(matches!(refusal(&path), FindError::Link(_)), "{}", path.display());
    }
    let found = find(&[home.path().to_owned()]).expect("two");
    assert_eq!(found.keys().collect::<Vec<_>>(), ["ann", "mallory"]);
    let refused = Submission::read("mallory", &found["mallory"]).expect_err("it is refused");
    assert_eq!(refused.to_string(), "it is a link, and not a folder: hand in the folder itself");
    assert!(Submission::read("ann", &found["ann"]).is_ok());
}

#[test]
fn folders_without_end_are_too_much() {
    let home = tempfile::tempdir().expect("a folder");
    let sources = home.path().join("src");
    fs::create_dir(&sources).expect("made");
    fs::write(sources.join(ROOT), "").expect("written");
    for number in 1..MOST_FILES {
        fs::create_dir(sources.join(number.to_string())).expect("made");
    }
    assert!(Submission::read("ann", home.path()).is_ok());
    fs::create_dir(sources.join("more")).expect("made");
    assert!(matches!(Submission::read("ann", home.path()), Err(Refusal::TooMuch)));
}

#[test]
fn sources_may_come_without_their_crate() {
    let home = tempfile::tempdir().expect("a folder");
    let write = |file: &str| {
        let path = home.path().join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, file).expect("written");
    };
    for file in ["raft.rs", "raft/log.rs", "main.rs", "notes.txt", ".git/config.rs", "._raft.rs"] {
        write(file);
    }
    symlink("/etc/passwd", home.path().join("notes")).expect("linked");
    let taken = || {
        let submission = Submission::read("ann", home.path())?;
        Ok::<_, Refusal>(submission.files.into_keys().collect::<Vec<_>>().join(" "))
    };
    assert_eq!(taken().expect("it is taken"), "lib.rs raft.rs raft/log.rs");
    write("lib.rs");
    assert_eq!(taken().expect("it is taken"), "lib.rs raft.rs raft/log.rs");
    symlink("/etc/passwd", home.path().join("raft/words.rs")).expect("linked");
    assert!(matches!(taken(), Err(Refusal::Link(path)) if path == "raft/words.rs"));
    write("src/raft.rs");
    assert_eq!(taken().expect("a crate's sources are below src"), "lib.rs raft.rs");
}
