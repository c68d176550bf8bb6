//! Which folders are taken for submissions, by which names, and what is taken of them.

use std::os::unix::fs::symlink;
use std::path::PathBuf;

use super::find::LONGEST_NAME;
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
    find(&[path.to_owned()], None).expect_err("it is refused")
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
    assert!(find(&[home.path().to_owned()], None).expect("one").contains_key(&long));
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
    let found = find(&[home.path().to_owned()], None).expect("two");
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

/// Makes these files in a folder, each with its path as its content.
fn handed_in(files: &[&str]) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    for file in files {
        let path = home.path().join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, file).expect("written");
    }
    home
}

fn text_of(submission: &Submission, name: &str) -> String {
    submission.texts().find(|(file, _)| *file == name).expect("it is taken").1
}

#[test]
fn sources_are_found_wherever_they_were_put() {
    for (files, source) in [
        (&["src/lib.rs", "raft.rs", "raft/src/lib.rs"][..], "src/lib.rs"),
        (&["lib.rs", "peer.rs"], "lib.rs"),
        (&["my-raft/src/lib.rs", "__MACOSX/my-raft/._raft.rs"], "my-raft/src/lib.rs"),
        (&["sim/src/lib.rs", "raft/src/lib.rs", "tester/src/lib.rs"], "raft/src/lib.rs"),
        (&["course/sim/src/lib.rs", "course/raft/src/lib.rs"], "course/raft/src/lib.rs"),
        (&["my lab/lib.rs", ".git/lib.rs"], "my lab/lib.rs"),
    ] {
        let home = handed_in(files);
        let submission = Submission::read("ann", home.path()).expect("it is taken");
        assert_eq!(text_of(&submission, "lib.rs"), source);
    }
    let home = handed_in(&["notes.txt", "a/b/c/raft.rs"]);
    let elsewhere = handed_in(&["raft.rs"]);
    symlink(elsewhere.path(), home.path().join("raft")).expect("linked");
    assert!(matches!(Submission::read("ann", home.path()), Err(Refusal::Empty)));
}

#[test]
fn a_repository_is_one_submission_and_a_class_is_several() {
    let names = |path: &Path| {
        let found = find(&[path.to_owned()], None).expect("something");
        found.into_keys().collect::<Vec<_>>()
    };
    let home = handed_in(&["lab/Cargo.toml", "lab/raft/src/raft.rs", "lab/sim/src/lib.rs", "lab/docs/2a.md"]);
    assert_eq!(names(&home.path().join("lab")), ["lab"]);
    let home = handed_in(&["raft/src/raft.rs", "ann/raft/src/raft.rs", "bob/notes.txt"]);
    assert_eq!(names(home.path()), ["ann", "bob", "raft"]);
    let each = each(&[home.path().join("ann"), home.path().join("bob")]).expect("two");
    assert_eq!(each.keys().collect::<Vec<_>>(), ["ann", "bob"]);
    assert!(Submission::read("ann", &each["ann"]).is_ok());
}

#[test]
fn the_folder_for_the_grades_is_no_submission() {
    let home = handed_in(&["ann/raft.rs", "grades/ann/index.html", "kept/.keep"]);
    let path = |name: &str| home.path().join(name);
    let names = |out: PathBuf| {
        let found = find(&[path("")], Some(&out)).expect("some");
        found.into_keys().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(path("elsewhere")), "ann grades kept");
    assert_eq!(names(path("grades")), "ann kept");
    assert_eq!(names(path("./ann/../grades")), "ann kept");
    assert_eq!(names(path("kept/monday")), "ann grades", "it holds nothing but the grades");
    assert_eq!(names(path("ann/grades")), "ann grades kept", "there are sources in it");
}

#[test]
fn what_cannot_be_read_is_not_what_is_not_there() {
    // No system takes a path as long as that.
    let home = tempfile::tempdir().expect("a folder").path().join("x/".repeat(5000));
    assert!(matches!(Submission::read("ann", &home), Err(Refusal::Unread(_))));
}

#[test]
fn beside_loose_sources_there_may_be_anything() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let home = handed_in(&["raft.rs", "raft/log.rs", "target/CACHEDIR.TAG", "target/debug/build.rs"]);
    for name in [&b"caf\xe9.pdf"[..], b"caf\xe9"] {
        let path = home.path().join(OsStr::from_bytes(name));
        fs::create_dir(path).expect("made");
    }
    let deep = home.path().join("node_modules").join("x/".repeat(DEEPEST));
    fs::create_dir_all(&deep).expect("made");
    fs::write(deep.join("deep.rs"), "").expect("written");
    for number in 0..=MOST_FILES {
        fs::create_dir(home.path().join("node_modules").join(number.to_string())).expect("made");
    }
    let submission = Submission::read("ann", home.path()).expect("it is taken");
    assert_eq!(submission.files.into_keys().collect::<Vec<_>>(), ["lib.rs", "raft.rs", "raft/log.rs"]);
    fs::write(home.path().join(OsStr::from_bytes(b"caf\xe9/log.rs")), "").expect("written");
    assert!(matches!(Submission::read("ann", home.path()), Err(Refusal::Name(_))));
}
