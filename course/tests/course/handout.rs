//! `lab new --handout`: a course's repository, which builds and tests itself, and gives no solution away.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cargo::cargo_from_nothing as cargo;
use crate::program::{lab, run};

/// Words that only the reference Raft and the zoo have.
const SOLUTIONS: [&str; 3] = ["fn become_candidate", "fn commit_what_a_majority_has", "enum Bug"];

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

/// The targets of the links in a document that are files of the same repository.
fn targets(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    let links = prose.flat_map(|piece| piece.split("](").skip(1));
    let files = links.filter_map(|rest| rest.split([')', '#']).next());
    files.filter(|file| !file.is_empty() && !file.contains("://")).collect()
}

/// The packages that cargo's commands in a document name.
fn packages(text: &str) -> Vec<&str> {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == '`').collect();
    let named =
        words.windows(3).filter(|words| words[0] != "mkdir" && ["-p", "--package"].contains(&words[1]));
    named.map(|words| words[2]).collect()
}

#[test]
fn a_courses_repository_stands_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(&mut lab(folder.path()), "new --handout course");
    assert_eq!(ran.status, 0, "{ran:?}");
    let made = folder.path().join("course");

    let mut files = Vec::new();
    files_below(&made, &mut files);
    for file in &files {
        let Ok(text) = fs::read_to_string(file) else { continue };
        let given_away = SOLUTIONS.iter().find(|words| text.contains(**words));
        assert!(given_away.is_none(), "{}: {given_away:?}", file.display());
        if file.extension().is_some_and(|extension| extension == "md") {
            let beside = file.parent().unwrap();
            let dead: Vec<_> =
                targets(&text).into_iter().filter(|target| !beside.join(target).exists()).collect();
            assert!(dead.is_empty(), "{}: {dead:?}", file.display());
            let unknown =
                packages(&text).into_iter().find(|package| !made.join(package).join("Cargo.toml").is_file());
            assert_eq!(unknown, None, "{}", file.display());
        }
    }

    let tests = cargo(&made, "test 2A");
    let told = tests.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(tests.status != 0, "{tests:?}");
    assert_eq!(told.matches("raft/src/raft.rs:").count() / 2, 3, "{told}");
    assert_eq!(told.matches("is not written yet: part 2A, step 4").count(), 3, "{told}");
    // That they pass where they come from is for their own packages to show: here, that nothing of them is
    // left out.
    let harness = cargo(&made, "check --quiet -p sim -p labgob -p labrpc --lib --tests");
    assert_eq!(harness.status, 0, "{harness:?}");
    let list = cargo(&made, "run --quiet --bin lab -- list");
    assert_eq!((list.status, list.stdout.contains("snapshot_init_2D")), (0, true), "{list:?}");
}

#[test]
fn no_repository_is_made_over_another() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes"), "of the course").unwrap();
    let ran = run(&mut lab(folder.path()), "new --handout .");
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.starts_with("error: . is there already and not empty"), "{ran:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
