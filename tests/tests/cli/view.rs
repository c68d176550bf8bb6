//! `lab view`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Ran, lab, objects, run};

/// A folder with the trace of a run in it.
fn traced() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("run.trace");
    let ran = run(lab().arg("--color=never"), &format!("replay persist1 1 --trace {}", trace.display()));
    assert_eq!(ran.status, 0, "{}", ran.told());
    (folder, trace)
}

fn view(trace: &Path, arguments: &str) -> Ran {
    run(lab().arg("view").arg(trace), arguments)
}

/// Damages the trace as told, and what `view` says of it.
fn complaint(damage: impl FnOnce(String) -> String) -> String {
    let (folder, trace) = traced();
    let out = folder.path().join("out.json");
    fs::write(&trace, damage(fs::read_to_string(&trace).unwrap())).unwrap();
    let ran = view(&trace, &format!("--perfetto {}", out.display()));
    assert_eq!(ran.status, 2, "{}", ran.told());
    assert!(ran.stdout.is_empty() && !out.exists());
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left lying about");
    let name = format!("error: {}: ", trace.display());
    ran.stderr
        .strip_prefix(&name)
        .unwrap_or_else(|| panic!("no {name} in {}", ran.stderr))
        .trim_end()
        .to_owned()
}

#[track_caller]
fn assert_starts(text: &str, start: &str) {
    assert!(text.starts_with(start), "{text}");
}

#[test]
fn a_trace_is_written_for_other_programs() {
    let (folder, trace) = traced();
    let (events, log) = (folder.path().join("events.json"), folder.path().join("log"));
    let ran = view(&trace, &format!("--perfetto {} --shiviz {}", events.display(), log.display()));
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{}", ran.told());
    for (line, path) in ran.stdout.lines().zip([&events, &log]) {
        assert_starts(line, &format!("{} (", path.display()));
        assert!(
            line.contains(" shows persist1_2C, seed 1, ") && line.contains(": open it at https://"),
            "{line}"
        );
    }
    let json: Value = serde_json::from_str(&fs::read_to_string(&events).unwrap()).unwrap();
    assert!(json["traceEvents"].as_array().unwrap().len() > 300);
    let log = fs::read_to_string(&log).unwrap();
    assert!(log.lines().nth(2).unwrap().contains("{\"peer0\":1}"), "{log}");
    let count = |text: &str| fs::read_to_string(&trace).unwrap().matches(text).count();
    assert_eq!(log.lines().count() - 2, count("\"type\":\"event\""));
}

#[test]
fn a_trace_is_written_as_a_page_for_browsers() {
    let (folder, trace) = traced();
    let out = folder.path().join("run.html");
    let ran = view(&trace, &format!("--html {}", out.display()));
    assert_eq!(ran.status, 0, "{}", ran.told());
    assert!(ran.stdout.trim_end().ends_with(": open it in a browser"), "{}", ran.stdout);
    let page = fs::read_to_string(&out).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("persist1_2C"));
}

#[test]
fn programs_are_told_what_was_written() {
    let (folder, trace) = traced();
    let out = folder.path().join("log");
    let ran = view(&trace, &format!("--shiviz {} --json", out.display()));
    let told = objects(&ran.stdout);
    assert_eq!(told.len(), 1);
    assert_eq!((&told[0]["form"], &told[0]["test"]), (&"shiviz".into(), &"persist1_2C".into()));
    assert_eq!(told[0]["bytes"].as_u64(), Some(fs::metadata(&out).unwrap().len()));
    assert_starts(&ran.stderr, &format!("{} (", out.display()));
}

#[test]
fn bad_traces_are_refused_with_the_line() {
    let cut_off = complaint(|text| text[..text.len() / 2].to_owned());
    assert_starts(&cut_off, "the trace is cut off after line ");
    assert!(cut_off.ends_with("; replay the run to get its trace again"), "{cut_off}");
    let without_end = complaint(|text| text[..=text.trim_end().rfind('\n').unwrap()].to_owned());
    assert_starts(&without_end, "the trace is cut off after line ");
    let newer = complaint(|text| text.replacen("\"version\":1", "\"version\":2", 1));
    assert_starts(&newer, "this trace has version 2 of the format, and this program reads version 1 only");
    let damaged = complaint(|text| text.replacen("\"id\":7,", "\"id\":seven,", 1));
    assert!(damaged.contains(" is damaged: ") && damaged.contains(" at column "), "{damaged}");
    let disordered = complaint(|text| text.replacen("\"id\":7,", "\"id\":5,", 1));
    assert!(disordered.contains(": event 5 stands after event 6, but numbers only go up"), "{disordered}");
    assert_starts(&complaint(|_| "hello\n".to_owned()), "this is no trace: ");
    assert_starts(&complaint(|_| String::new()), "this is no trace: ");
}

#[test]
fn a_trace_that_is_not_there_is_a_sentence() {
    let ran = run(&mut lab(), "view nowhere.trace --shiviz out");
    assert_eq!(ran.status, 2);
    assert_starts(&ran.stderr, "error: nowhere.trace: the trace cannot be read: No such file or directory");
}

#[test]
fn an_output_is_to_be_named_and_to_be_another_file() {
    let (folder, trace) = traced();
    let without = view(&trace, "");
    assert_eq!(without.status, 2);
    assert!(without.stderr.contains("required arguments were not provided"), "{}", without.stderr);
    let onto_itself = view(&trace, &format!("--shiviz {}", folder.path().join("./run.trace").display()));
    assert_eq!(onto_itself.status, 2);
    assert!(
        onto_itself.stderr.contains("run.trace is read itself: name another file"),
        "{}",
        onto_itself.stderr
    );
    let nowhere = view(&trace, &format!("--shiviz {}/none/out", folder.path().display()));
    assert_eq!(nowhere.status, 2);
    assert!(
        nowhere.stderr.contains("none is not there: make that folder, or name a file in another"),
        "{}",
        nowhere.stderr
    );
    assert!(trace.exists());
}
