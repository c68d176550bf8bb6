//! A grading that does not come to its end, and one that goes on with it.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::{Course, GRADE, files};
use crate::program::run;

/// All files that come of grading, without the times in them.
fn results(folder: &Path) -> Vec<(String, String)> {
    let kept = files(folder).into_iter().filter(|(name, _)| !name.starts_with('.'));
    kept.map(|(name, text)| (name, without_times(&text))).collect()
}

/// Without the number after each `time="` and `"execution_time": `.
fn without_times(text: &str) -> String {
    let mut text = text.to_owned();
    for key in ["time=\"", "\"execution_time\": "] {
        let mut pieces = text.split(key);
        let first = pieces.next().unwrap_or_default().to_owned();
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        let rest: Vec<&str> = pieces.map(|piece| piece.trim_start_matches(is_number)).collect();
        text = rest.into_iter().fold(first, |text, piece| text + key + piece);
    }
    text
}

/// Starts a grading, and waits until so many tests are done.
#[expect(clippy::disallowed_methods, reason = "another process is at work meanwhile")]
fn start(course: &Course, least: usize) -> Child {
    let mut lab = course.lab();
    lab.args(GRADE.split(' ')).args(["--out", "out", "--jobs", "1", "in"]);
    let mut child = lab.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let journals = course.path("out/.journal");
    let done = || {
        let count = |(_, text): &(String, String)| text.matches("{\"test\":{").count();
        files(&journals).iter().map(count).sum::<usize>()
    };
    while !journals.exists() || done() < least {
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none(), "it ended before that: {ended:?}");
        thread::sleep(Duration::from_millis(20));
    }
    child
}

#[test]
fn whoever_is_killed_comes_to_the_same_results() {
    let course = Course::of_four();
    let whole = run(&mut course.lab(), &format!("{GRADE} --out whole --jobs 2 in"));
    for tests in [1, 4, 6] {
        let mut child = start(&course, tests);
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!course.path("out/class.csv").exists());
    }
    let ran = run(&mut course.lab(), &format!("{GRADE} --out out --jobs 1 in"));
    assert_eq!((ran.status, ran.stdout), (whole.status, whole.stdout.replace("page: whole", "page: out")));
    assert_eq!(results(&course.path("out")), results(&course.path("whole")));
}

#[test]
fn whoever_is_interrupted_is_told_how_to_go_on() {
    let course = Course::of_four();
    let child = start(&course, 2);
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(130));
    // One had nothing to grade. How many more are done depends on how soon it hears the signal.
    assert!(
        (1..4).any(|done| told.contains(&format!("interrupted: {done} of 4 submissions and "))),
        "{told}"
    );
    assert!(
        told.trim_end().ends_with("the same command, without --fresh, goes on with the others"),
        "{told}"
    );
}

#[test]
fn what_has_changed_is_graded_anew_and_other_terms_are_refused() {
    let course = Course::new();
    course.hand_in("cat", "garbage!");
    let grade = |more: &str| run(&mut course.lab(), &format!("{GRADE} --out out {more} in"));
    assert_eq!(grade("").status, 1);
    assert!(course.read("out/cat/build.log").contains("garbage"));
    course.hand_in("cat", "rubbish!");
    assert_eq!(grade("").status, 1);
    assert!(course.read("out/cat/build.log").contains("rubbish"));

    let rubric = course.read("grading.toml");
    fs::write(course.path("grading.toml"), rubric.replace("public = 3", "public = 4")).unwrap();
    let ran = grade("");
    let words = "error: out holds grades by another rubric: --fresh deletes them and grades anew, and another \
                 --out keeps them\n";
    assert_eq!((ran.status, ran.stderr.as_str()), (2, words));
    assert_eq!(grade("--fresh").status, 1);
    fs::write(course.path("grading.toml"), rubric.replace("nobody knows", "everybody knows")).unwrap();
    assert!(grade("").stderr.starts_with("error: out holds grades by another rubric"));
}
