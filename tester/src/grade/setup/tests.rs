//! The folder, with a grader of a few lines in the place of the lab: what the scripts do is what is tried
//! here.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a script that cannot be started should say so at once")]

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::*;

/// A machine that was set up, with this script as the lab's program.
fn machine(lab: &str) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let path = root.path();
    gradescope(&path.join("source"), "title = \"Raft\"\n", |folder| {
        let program = folder.join("target/grade/lab");
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        write(&program, &format!("#!/usr/bin/env bash\n{lab}\n"), Mode::Program)
    })
    .unwrap();
    fs::create_dir(path.join("submission")).unwrap();
    root
}

/// Runs the autograder, and reads what it leaves.
fn grade(root: &TempDir) -> Value {
    graded(root).1
}

/// The same, with the autograder's exit status.
fn graded(root: &TempDir) -> (Option<i32>, Value) {
    let path = root.path();
    let script = path.join("source/run_autograder");
    let ran = Command::new("bash").arg(script).env("AUTOGRADER_ROOT", path).output().unwrap();
    assert!(ran.stdout.is_empty(), "{ran:?}");
    let results = fs::read_to_string(path.join("results/results.json")).unwrap();
    (ran.status.code(), serde_json::from_str(&results).unwrap())
}

fn put(root: &TempDir, file: &str) {
    let path = root.path().join("submission").join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "").unwrap();
}

/// A grader that says which folder it was given, after which word, and by which rubric.
const ECHO: &str = r#"while [ $# -gt 1 ]; do case "$1" in --out) out="$2" ;; --rubric) rubric="$2" ;; esac; before="$1"; shift; done
mkdir -p "$out/one" && printf '{"folder":"%s","before":"%s","rubric":"%s"}' "$1" "$before" "$rubric" > "$out/one/results.json"; exit 1"#;

#[test]
fn what_is_handed_in_is_one_submission() {
    for files in [&["src/raft.rs", "src/lib.rs"][..], &["course/raft/src/raft.rs"], &["notes.txt"], &[]] {
        let root = machine(ECHO);
        for file in files {
            put(&root, file);
        }
        let (status, results) = graded(&root);
        assert_eq!(status, Some(0), "{files:?}");
        assert_eq!(results["folder"].as_str(), root.path().join("submission").to_str(), "{files:?}");
        assert_eq!(results["before"], "--one", "the grader is to find the sources");
        assert_eq!(results["rubric"].as_str(), root.path().join("source/grading.toml").to_str());
    }
}

#[test]
fn a_class_is_graded_by_the_rubric_that_lies_there() {
    let root = machine(ECHO);
    let path = root.path();
    let mut script = Command::new(path.join("source/grade"));
    script.args(["--out", "out", "class"]).current_dir(path).env("AUTOGRADER_ROOT", path);
    assert_eq!(script.status().unwrap().code(), Some(1));
    let told: Value =
        serde_json::from_str(&fs::read_to_string(path.join("out/one/results.json")).unwrap()).unwrap();
    assert_eq!(told["folder"], "class");
    assert_eq!(told["rubric"].as_str(), path.join("source/grading.toml").to_str());
}

#[test]
fn a_grader_that_fails_blames_nobody() {
    for (lab, expected) in
        [("exit 2", 2), ("exit 3", 3), ("kill -9 $$", 137), ("exit 0", 3), ("mkdir -p \"$7/one\"; exit 3", 3)]
    {
        let root = machine(lab);
        put(&root, "raft.rs");
        let (status, results) = graded(&root);
        assert_eq!(status, Some(expected), "{lab}");
        assert!(results["output"].as_str().unwrap().contains("no fault of the submission"), "{lab}");
        assert_eq!((results.get("score"), &results["tests"][0]["max_score"]), (None, &Value::from(0)));
    }
    let root = machine("exit 0");
    fs::remove_file(root.path().join("source/raftlab/target/grade/lab")).unwrap();
    assert!(grade(&root)["output"].as_str().unwrap().contains("no fault"), "there is no grader at all");
}

#[test]
fn nothing_is_overwritten_and_programs_run() {
    let root = machine("");
    let out = root.path().join("source");
    let again = gradescope(&out, "", |_| Ok::<(), SetupError>(())).unwrap_err().to_string();
    assert!(again.ends_with("is not empty: name a new folder by --out, so that nothing is lost"), "{again}");
    let mode = |name: &str| fs::metadata(out.join(name)).unwrap().permissions().mode();
    for File { name, mode: wanted, .. } in &FILES {
        assert_eq!(mode(name) & 0o111 != 0, *wanted == Mode::Program, "{name}");
        assert!(!fs::read_to_string(out.join(name)).unwrap().contains(RUST), "{name}");
    }
    assert_eq!(mode("grading.toml") & 0o077, 0, "nobody else reads the secret");
    let environment = fs::read_to_string(out.join("environment.sh")).unwrap();
    assert!(environment.contains(&format!("RUST=\"{}\"", env!("CARGO_PKG_RUST_VERSION"))), "{environment}");
}

#[test]
fn the_timeout_that_is_advised_is_that_of_the_rubric() {
    let advised = |rubric: &str| {
        let root = tempfile::tempdir().unwrap();
        gradescope(root.path(), rubric, |_| Ok::<(), SetupError>(())).unwrap();
        let text = fs::read_to_string(root.path().join("README.md")).unwrap();
        assert!(!text.contains('@'), "{text}");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let secret = crate::grade::rubric::Secret::new("a secret for tests").unwrap();
    let usual = advised(&Rubric::hurried_text_with(&secret));
    assert!(usual.contains("a timeout of 40 minutes."), "{usual}");
    assert!(
        usual.contains("(120 and 30 seconds, and 28 tests that give points) that is 17 minutes at"),
        "{usual}"
    );
    let slow = advised(&Rubric::text_with(&secret));
    assert!(slow.contains("a timeout of 120 minutes.") && slow.contains(" that is 60 minutes at"), "{slow}");
    let short = advised("[points.tests]\nbackup_2B = 1\n[limits]\ntest_seconds = 60\nbuild_seconds = 30\n");
    assert!(short.contains("a timeout of 10 minutes.") && short.contains(" that is 3 minutes at"), "{short}");
}

#[test]
fn a_rubric_that_is_none_is_not_written() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    let refused = gradescope(&out, "[points]\n2F = 1\n", |_| Ok::<(), SetupError>(())).unwrap_err();
    assert!(refused.to_string().starts_with("grading.toml, line 2: there is no key `2F`"), "{refused}");
    assert!(!out.exists());
}

#[test]
fn the_scripts_are_sound() {
    for File { name, text, .. } in FILES.iter().filter(|file| file.text.starts_with("#!")) {
        let checked = Command::new("bash").args(["-n", "-c", text]).output().unwrap();
        assert!(checked.status.success(), "{name}: {checked:?}");
    }
}
