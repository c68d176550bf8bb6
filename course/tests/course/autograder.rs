//! The script that grades on Gradescope, with a program of this workspace in the place of the one that
//! `setup.sh` would build: that one is not run here.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{lab, run};
use crate::readers::gradescope;
use crate::submissions::{reference, workspace};

/// A machine on which the folder lies. In the place of the program that `setup.sh` would build there stands
/// this one, which builds submissions against this workspace: it is there already.
fn machine() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let written = run(&mut lab(root.path()), "grade --init gradescope --out source");
    assert_eq!(written.status, 0, "{written:?}");
    let rubric = root.path().join("source/grading.toml");
    fs::write(rubric, "[points]\n2A = 15\n[seeds]\npublic = 2\n").unwrap();
    let program = root.path().join("source/raftlab/target/grade/lab");
    fs::create_dir_all(program.parent().unwrap()).unwrap();
    let course = env!("CARGO_BIN_EXE_course");
    // Without the first words, which are `grade --harness FOLDER`.
    let script = format!("#!/bin/sh\nshift 3\nexec \"{course}\" grade --profile dev \"$@\"\n");
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    root
}

/// What the autograder leaves of what lies in `submission`.
fn results(root: &Path) -> Value {
    let script = root.join("source/run_autograder");
    let ran = Command::new("bash").arg(script).env("AUTOGRADER_ROOT", root).output().unwrap();
    let text = fs::read_to_string(root.join("results/results.json")).unwrap();
    assert_eq!(gradescope::wrong(&text), [""; 0], "{ran:?}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

#[test]
fn the_folder_is_whole_and_holds_no_solution() {
    let root = machine();
    let source = root.path().join("source");
    for file in ["setup.sh", "run_autograder", "Containerfile", "README.md", "raftlab/tester/src/lib.rs"] {
        assert!(source.join(file).is_file(), "{file}");
    }
    let peer = fs::read_to_string(source.join("raftlab/raft/src/raft.rs")).unwrap();
    let reference = fs::read_to_string(workspace().join("raft/src/lib.rs")).unwrap();
    assert_ne!(peer, reference);
    assert!(!source.join("raftlab/zoo").exists() && !source.join("raftlab/raft/src/election.rs").exists());
}

#[test]
fn submissions_are_graded_as_they_are_handed_in() {
    let root = machine();
    let submission = root.path().join("submission");
    reference(&submission, "my-raft");
    let results_of_crate = results(root.path());
    assert_eq!(results_of_crate["score"], 15.0, "{results_of_crate}");
    fs::remove_dir_all(&submission).unwrap();
    fs::create_dir(&submission).unwrap();
    fs::copy(root.path().join("source/raftlab/raft/src/raft.rs"), submission.join("raft.rs")).unwrap();
    let results_of_starter = results(root.path());
    assert_eq!(results_of_starter["score"], 0.0, "{results_of_starter}");
    assert_eq!(results_of_starter["tests"].as_array().unwrap().len(), 3);
    fs::remove_file(submission.join("raft.rs")).unwrap();
    let results_of_nothing = results(root.path());
    assert_eq!(results_of_nothing["score"], 0.0);
    let words = results_of_nothing["output"].as_str().unwrap();
    assert!(words.contains("Nothing could be graded: there is no src/lib.rs"), "{words}");
}

#[test]
fn a_rubric_that_makes_no_sense_is_no_students_fault() {
    let root = machine();
    fs::write(root.path().join("source/grading.toml"), "points = 7\n").unwrap();
    fs::create_dir(root.path().join("submission")).unwrap();
    fs::write(root.path().join("submission/raft.rs"), "").unwrap();
    let results = results(root.path());
    assert!(results["output"].as_str().unwrap().contains("no fault of the submission"), "{results}");
    assert_eq!(results.get("score"), None);
}
