//! `lab status`: how a Raft stands, what has changed, what to do next. The crate that nobody has touched is
//! asked for its status in `starter`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{lab, run};

/// The file in which the last time is kept.
fn memory(folder: &Path) -> PathBuf {
    let entries = fs::read_dir(folder.join("raftlab")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

#[test]
fn a_raft_that_passes_everything_is_sent_on_to_the_hunt() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(&mut lab(folder.path()), "status --seeds 2");
    assert_eq!(ran.status, 0, "{ran:?}");
    for row in
        [format!("\n{:<33} {:>9}\n", "2B", "10 of 10"), format!("\n  {:<31} {:>9}\n", "count_2B", "2/2")]
    {
        assert!(ran.stdout.contains(&row), "{row}{}", ran.stdout);
    }
    let end = "\nall 28 tests pass, with 56 runs\n\
               next: cargo lab hunt --seeds 1000, and then cargo lab hunt X --seeds 1000\n";
    assert!(ran.stdout.ends_with(end), "{}", ran.stdout);
    assert!(!ran.stdout.contains("since the last time"), "{}", ran.stdout);
    let again = run(&mut lab(folder.path()), "status --seeds 1");
    assert!(again.stdout.contains("\nsince the last time: nothing has changed\n"), "{}", again.stdout);
}

#[test]
fn what_has_changed_is_told_for_people_and_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    run(&mut lab(folder.path()), "status --seeds 1");
    let file = memory(folder.path());
    let mut kept: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(kept["version"], 1);
    kept["tests"]["backup_2B"] = serde_json::json!({ "runs": 20, "passed": 17 });
    fs::write(&file, kept.to_string()).unwrap();

    let ran = run(&mut lab(folder.path()), "status --seeds 1 --json");
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((ran.status, lines.len()), (0, 29), "{ran:?}");
    let backup = lines.iter().find(|line| line["test"] == "backup_2B").unwrap();
    assert_eq!((&backup["change"], &backup["passed_before"]), (&"done".into(), &17.into()));
    assert_eq!((&lines[28]["whole"], &lines[28]["next"]), (&28.into(), &Value::Null));
    assert!(ran.stderr.contains("now passes (was 17/20)\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("\nsince the last time: 1 test now passes\n"), "{}", ran.stderr);
}

#[test]
fn a_damaged_memory_is_put_aside_and_costs_no_verdict() {
    let folder = tempfile::tempdir().unwrap();
    run(&mut lab(folder.path()), "status --seeds 1");
    let file = memory(folder.path());
    fs::write(&file, "{\"version\": 1, \"te").unwrap();
    let ran = run(&mut lab(folder.path()), "status --seeds 1");
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.stdout.starts_with("warning: ") && ran.stdout.contains(" is damaged (EOF"), "{}", ran.stdout);
    assert!(file.with_extension("json.damaged").is_file());
    assert!(memory(folder.path()).is_file());
}
