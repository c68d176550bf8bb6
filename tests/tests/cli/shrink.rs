//! `lab shrink`, and the cases that it writes.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Ran, broken, lab, ran, run};

/// A directory, and the case that is made there of the run in which a message makes its receiver panic.
fn shrunk(arguments: &str) -> (TempDir, PathBuf, Ran) {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("panics.json");
    let words = format!("shrink swarm_X 3 --budget 600 --out {} {arguments}", path.display());
    let ran = run(&mut broken("panics"), &words);
    (directory, path, ran)
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn replay(program: &mut Command, path: &Path) -> Ran {
    run(program, &format!("replay {}", path.display()))
}

#[test]
fn what_has_no_part_in_a_panic_is_left_out() {
    let (_directory, path, ran) = shrunk("");
    assert_eq!(ran.status, 0, "{}", ran.told());
    for part in ["panic, no-panic", "before           after", "nothing more can be left out", " panics\n"] {
        assert!(ran.stdout.contains(part), "no {part} in\n{}", ran.stdout);
    }
    let case = read(&path);
    let faults = |size: &str| case[size]["plan"].as_u64().unwrap();
    assert!(faults("before") > 3 && faults("after") == 0, "{case}");
    assert_eq!((&case["after"]["picks"], &case["after"]["peers"]), (&json!(0), &json!(3)), "{case}");
    assert_eq!(case["failure"]["class"], "panic");
    let replayed = replay(&mut broken("panics"), &path);
    assert_eq!(replayed.status, 1);
    assert!(replayed.stdout.contains(case["failure"]["message"].as_str().unwrap()), "{}", replayed.stdout);
    assert!(replayed.stdout.contains(&format!("replay {}", path.display())), "{}", replayed.stdout);
    assert!(!replayed.stdout.contains("warning"), "{}", replayed.stdout);
}

#[test]
fn the_same_run_becomes_the_same_case() {
    let (_one, first, _) = shrunk("--jobs 1");
    let (_other, second, _) = shrunk("--jobs 3");
    assert_eq!(fs::read_to_string(first).unwrap(), fs::read_to_string(second).unwrap());
}

#[test]
fn without_time_the_run_is_kept_as_it_is() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("panics.json");
    let words = format!("shrink swarm_X 3 --budget 0 --out {}", path.display());
    let ran = run(&mut broken("panics"), &words);
    assert!(ran.stdout.contains("there was no time for more"), "{}", ran.stdout);
    let case = read(&path);
    assert_eq!(case["before"], case["after"]);
    assert_eq!(replay(&mut broken("panics"), &path).status, 1);
}

#[test]
fn an_interrupt_keeps_the_best_so_far() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("case.json");
    let mut program = broken("never-leads");
    program.args(["shrink", "swarm_X", "1", "--budget", "600", "--out"]).arg(&path);
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // An interrupt that comes before anybody hears of it would end the process.
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut told = String::new();
    stdout.read_line(&mut told).unwrap();
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    stdout.read_to_string(&mut told).unwrap();
    let ran = ran(child.wait_with_output().unwrap());
    assert_eq!(ran.status, 0, "{told}{}", ran.told());
    assert!(told.contains("there was no time for more"), "{told}");
    assert_eq!(read(&path)["test"], "swarm_X");
}

#[test]
fn only_failures_can_be_made_small() {
    let ran = run(&mut lab(), "shrink initial_election 1");
    assert_eq!(ran.status, 2);
    let sentence = "initial_election_2A passes with seed 1: only a run that fails can be made small";
    assert!(ran.stderr.contains(sentence), "{}", ran.stderr);
    let ran = run(&mut broken("aborts"), "shrink initial_election 1");
    assert_eq!(ran.status, 2, "{}", ran.told());
    assert!(ran.stderr.contains("nobody lives to tell what was decided"), "{}", ran.stderr);
}

#[test]
fn a_case_that_does_not_show_any_more_is_fixed() {
    let (_directory, path, _) = shrunk("");
    let replayed = replay(&mut lab(), &path);
    assert_eq!(replayed.status, 0, "{}", replayed.told());
    assert!(replayed.stdout.contains("failed there (no-panic): it is fixed, or"), "{}", replayed.stdout);
    let replayed = replay(&mut broken("always-leads"), &path);
    assert_eq!(replayed.status, 1, "{}", replayed.told());
    assert!(replayed.stdout.contains("failed in another way there: no-panic"), "{}", replayed.stdout);
}

#[test]
fn a_case_may_be_edited_but_must_make_sense() {
    let (_directory, path, _) = shrunk("");
    let case = read(&path);
    let told = |change: &dyn Fn(&mut Value)| {
        let mut changed = case.clone();
        change(&mut changed);
        fs::write(&path, serde_json::to_string_pretty(&changed).unwrap()).unwrap();
        let ran = replay(&mut broken("panics"), &path);
        assert_eq!(ran.status, if ran.stderr.is_empty() { 1 } else { 2 }, "{}", ran.told());
        ran.stderr
    };
    assert_eq!(told(&|case| case["steering"]["plan"]["peers"] = json!(5)), "");
    assert_eq!(
        told(
            &|case| case["steering"]["messages"] = json!({"0>1#1": [{"message": 1, "what": "request-lost"}]})
        ),
        ""
    );
    for (sentence, change) in [
        (
            "has version 2, and this program reads version 1",
            &(|case: &mut Value| case["version"] = json!(2)) as &dyn Fn(&mut Value),
        ),
        ("its `format` is `x`", &|case| case["format"] = json!("x")),
        ("there is no such test", &|case| case["test"] = json!("x")),
        ("unknown field `x`", &|case| case["steering"]["x"] = json!(1)),
        ("a plan has 1 to 64 peers, this one 0", &|case| case["steering"]["plan"]["peers"] = json!(0)),
        ("a test of the course, which has no plan", &|case| case["test"] = json!("backup_2B")),
        ("64 clients at most", &|case| case["steering"]["plan"]["workload"]["clients"] = json!(65)),
        ("counted from 1 on", &|case| case["steering"]["deeds"] = json!({"crash": [[0, 2]]})),
        ("is out of place", &|case| case["steering"]["picks"] = json!([[3, 1]])),
    ] {
        let stderr = told(change);
        assert!(stderr.contains(sentence) && stderr.contains("panics.json: "), "{sentence}: {stderr}");
    }
    fs::write(&path, "{\n  \"format\": \"raftlab-case\",\n").unwrap();
    let ran = replay(&mut broken("panics"), &path);
    assert!(ran.status == 2 && ran.stderr.contains("line 3"), "{}", ran.told());
}

#[test]
fn no_file_is_written_over_another() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("case.json");
    let (file, folder) = (path.display(), directory.path().display());
    for (words, sentence) in [
        (format!("shrink swarm_X 3 --out {file} --html {folder}/./case.json"), "to be written twice"),
        (format!("shrink swarm_X 3 --out {folder}"), "is a folder"),
    ] {
        let ran = run(&mut broken("panics"), &words);
        assert!(ran.status == 2 && ran.stderr.contains(sentence), "{}", ran.told());
    }
    assert!(!path.exists());
}

#[test]
fn a_test_wants_a_seed_and_a_file_has_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("run.trace");
    fs::write(&path, "{}").unwrap();
    for (words, sentence) in [
        (
            "replay backup".to_owned(),
            "backup_2B is a test: name a seed too, as in `cargo lab replay backup_2B 1`",
        ),
        (
            "replay nowhere.trace".to_owned(),
            "`nowhere.trace` is no file; to repeat a run, name its test and its",
        ),
        (format!("replay {} 3", path.display()), "what is to be repeated: leave out the seed 3"),
    ] {
        let ran = run(&mut lab(), &words);
        assert_eq!(ran.status, 2, "{}", ran.told());
        assert!(ran.stderr.contains(sentence), "{words}: {}", ran.stderr);
    }
}

#[test]
fn the_run_of_a_trace_is_repeated_by_the_build_that_made_it() {
    let (directory, path, _) = shrunk("");
    let trace = directory.path().join("run.trace");
    let words = format!("replay {} --trace {}", path.display(), trace.display());
    assert_eq!(run(&mut broken("panics"), &words).status, 1);
    let again = replay(&mut broken("panics"), &trace);
    assert_eq!((again.status, again.stdout.contains("warning")), (1, false), "{}", again.told());

    let text = fs::read_to_string(&trace).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    let mut header: Value = serde_json::from_str(first).unwrap();
    header["build"]["program"] = json!("0000000000000000");
    header["digest"] = json!("0000000000000000");
    fs::write(&trace, format!("{header}\n{rest}")).unwrap();
    let other = replay(&mut broken("panics"), &trace);
    assert_eq!(other.status, 2);
    assert!(other.stderr.contains("was made by another build of this program"), "{}", other.stderr);
    let anyway = run(&mut broken("panics"), &format!("replay {} --anyway", trace.display()));
    assert_eq!(anyway.status, 1, "{}", anyway.told());
    assert!(anyway.stdout.contains("this is not the run of the trace"), "{}", anyway.stdout);
}

#[test]
fn a_regression_test_is_printed_that_a_sound_peer_passes() {
    let (_directory, _, ran) = shrunk("--test");
    let code = &ran.stdout;
    assert!(code.contains("#[test]\nfn swarm_x_") && code.contains("_no_panic() {"), "{code}");
    let (_, rest) = code.split_once("assert_passes::<raft::Peer>(\n        r##\"").unwrap();
    let (case, rest) = rest.split_once("\"##,\n    );\n}").unwrap();
    assert!(!rest.contains("##"));
    tester::case::assert_passes::<raft::Peer>(case);
}

#[test]
#[should_panic(expected = "this is no case")]
fn a_regression_test_without_a_case_fails() {
    tester::case::assert_passes::<raft::Peer>("{}");
}
