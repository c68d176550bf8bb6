//! A class, graded as a whole.

use serde_json::Value;

use super::{Course, GRADE, files};
use crate::program::run;

/// The points of each test of a submission, as `lab grade --json` tells them.
fn points(line: &Value) -> Vec<f64> {
    line["tests"].as_array().unwrap().iter().map(|test| test["points"].as_f64().unwrap()).collect()
}

fn failures(line: &Value) -> impl Iterator<Item = &Value> {
    line["tests"].as_array().unwrap().iter().flat_map(|test| test["failures"].as_array().unwrap())
}

#[test]
fn everybody_gets_what_is_due() {
    let course = Course::of_four();
    let ran = run(&mut course.lab(), &format!("{GRADE} --json --out out in"));
    assert_eq!(ran.status, 1, "{ran:?}");
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [ann, bob, cat, dan] = lines.as_slice() else { panic!("{ran:?}") };
    assert_eq!(points(ann), [6.67, 6.67, 6.66, 10.0, 10.0]);
    assert_eq!(failures(ann).count(), 0);
    // Half of the peers is a majority in nobody's eyes but bob's, as seeds show in which the vote was split.
    let lost = points(bob).iter().filter(|points| **points == 0.0).count();
    assert!(lost >= 1 && points(bob)[3] > 0.0, "{bob}");
    assert!(failures(bob).all(|failure| failure["class"] == "safety"), "{bob}");
    assert!(failures(bob).any(|failure| failure["rule"] == "leader-needs-majority"), "{bob}");
    for (nobody, built) in [(cat, "failed"), (dan, "refused")] {
        assert_eq!((&nobody["built"], points(nobody)), (&Value::from(built), vec![0.0; 5]));
    }
    let table: Vec<&str> = ran.stderr.lines().filter(|line| line.starts_with("ann ")).collect();
    assert_eq!(table, ["ann             40  40    20  20   25/25   100 %"], "{ran:?}");
    assert!(
        ran.stderr.contains("\ndan: there is no src/lib.rs, no src/raft.rs, no lib.rs and no raft.rs in it")
    );

    for (name, text) in files(&course.path("out")) {
        assert!(!text.contains("nobody knows"), "the secret is in {name}");
    }
    assert!(course.read("out/cat/build.log").contains("src/raft.rs:1"));
    assert!(course.path("out/bob/timelines").read_dir().unwrap().count() >= 1);
    assert_eq!(course.read("out/class.csv").lines().count(), 5);
}

#[test]
fn one_submission_is_told_test_by_test() {
    let course = Course::of_four();
    let ran = run(&mut course.lab(), &format!("{GRADE} in/bob"));
    assert_eq!(ran.status, 1, "{ran:?}");
    let first = ran.stdout.lines().next().unwrap();
    assert_eq!(
        first.split_whitespace().collect::<Vec<_>>().join(" "),
        "test points of passed rate (95 %) what fails"
    );
    for words in ["basic_agree_2B", "safety leader-needs-majority, seed ", "given up after ", "\nall "] {
        assert!(ran.stdout.contains(words), "{words}: {ran:?}");
    }
    let replay = ran.stdout.lines().find_map(|line| line.strip_prefix("replay: cargo lab replay ")).unwrap();
    assert!(replay.split(' ').count() == 2, "{replay}");
    let page = ran.stdout.lines().find_map(|line| line.strip_prefix("page: ")).unwrap();
    assert_eq!(page, "raftlab/grade/bob/index.html");
    assert!(course.path(page).exists());
}

#[test]
fn the_crate_itself_is_graded_without_a_word() {
    let course = Course::of_four();
    let mut lab = course.lab();
    lab.env("CARGO_MANIFEST_DIR", course.path("in/ann"));
    let ran = run(&mut lab, GRADE);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.stdout.lines().any(|line| line.starts_with("all ") && line.ends_with(" ann")), "{ran:?}");
}
