//! What is wrong is told in one sentence, before anything is built.

use std::fs;

use super::Course;
use crate::program::run;

/// What `grade` says on standard error.
fn refusal(course: &Course, arguments: &str) -> String {
    let ran = run(&mut course.lab(), &format!("grade --profile dev {arguments}"));
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{ran:?}");
    ran.stderr
}

#[test]
fn a_rubric_that_makes_no_sense_is_refused_with_its_line() {
    let course = Course::new();
    course.hand_in("ann", "");
    let cases = [
        (
            "[points]\n2A = 20\n2E = 3\n",
            3,
            "there is no key `2E` in [points]; there are 2A, 2B, 2C, 2D, X, tests",
        ),
        ("[points.tests]\nbackpu_2B = 3\n", 2, "there is no key `backpu_2B` in [points.tests]; did you mean"),
        ("[seeds]\n\nhidden = 5\n", 3, "`seeds.hidden` is 5, and there is no `seeds.base`"),
        ("[keep]\nsafety = -1\n", 2, "`keep.safety` is -1; it has to be a number from 0 to 1"),
        ("[points]\n2A = 0\n", 1, "there are no points"),
        ("title = \"A\"\ntitle = \"B\"\n", 2, "duplicate key"),
    ];
    for (text, line, words) in cases {
        fs::write(course.path("r.toml"), text).unwrap();
        let told = refusal(&course, "--rubric r.toml in");
        assert!(told.starts_with(&format!("error: r.toml, line {line}: {words}")), "{told}");
    }
    let told = refusal(&course, "--rubric none.toml in");
    assert!(told.starts_with("error: cannot read the rubric none.toml: "), "{told}");
}

#[test]
fn the_secret_is_not_told_even_where_it_is_wrong() {
    let course = Course::new();
    for wrong in ["base = \"too short\"", "base = 5831", "base = [\"too short\"]"] {
        fs::write(course.path("r.toml"), format!("[seeds]\n{wrong}\n")).unwrap();
        let told = refusal(&course, "--rubric r.toml in");
        assert!(!told.contains("short") && !told.contains("5831"), "{told}");
    }
}

#[test]
fn folders_that_are_no_submissions_are_refused() {
    let course = Course::new();
    let told = refusal(&course, "nowhere");
    assert!(told.starts_with("error: nowhere is no folder: name the folder of a submission"), "{told}");
    let told = refusal(&course, "in");
    assert!(told.starts_with("error: in holds no submission: "), "{told}");
    course.hand_in("ann", "");
    fs::create_dir_all(course.path("late")).unwrap();
    fs::rename(course.path("in/ann"), course.path("late/ann")).unwrap();
    course.hand_in("ann", "");
    let told = refusal(&course, "in late");
    assert!(told.starts_with("error: in/ann and late/ann have the same name"), "{told}");
}

#[test]
fn only_a_folder_of_its_own_is_written_to() {
    let course = Course::new();
    course.hand_in("ann", "");
    let told = refusal(&course, "--out grading.toml in");
    assert_eq!(told, "error: grading.toml is a file: name a folder by --out\n");
    let told = refusal(&course, "--fresh --out in in");
    assert!(told.starts_with("error: in has something in it, and no grades: name a new"), "{told}");
    assert!(course.path("in/ann/raft.rs").exists());
    let told = refusal(&course, "--harness in in");
    assert!(told.starts_with("error: in does not hold raftlab's sources"), "{told}");
    let told = refusal(&course, "--jobs 0 in");
    assert!(told.contains("is a whole number from 1 to 1024"), "{told}");
}

#[test]
fn a_rubric_to_begin_with_has_a_secret_of_its_own_and_is_not_overwritten() {
    let course = Course::new();
    let ran = run(&mut course.lab(), "grade --init rubric --rubric new.toml");
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.contains("keep it from students"), "{ran:?}");
    let text = course.read("new.toml");
    let base = text.lines().find_map(|line| line.strip_prefix("base = ")).unwrap();
    assert!(base.len() > 30 && !ran.stdout.contains(base.trim_matches('"')), "{base}");
    let ran = run(&mut course.lab(), "grade --init rubric --rubric new.toml");
    assert_eq!((ran.status, course.read("new.toml")), (2, text));
    assert!(ran.stderr.starts_with("error: new.toml is there already: "), "{ran:?}");
}
