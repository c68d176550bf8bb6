//! `--json`: one object a line, the same for the same seed.

use serde_json::Value;

use crate::program::{broken, lab, run};

const KEYS: [&str; 15] = [
    "test",
    "part",
    "seed",
    "outcome",
    "class",
    "rule",
    "section",
    "message",
    "peers",
    "virtual_ms",
    "rpcs",
    "bytes",
    "commits",
    "digest",
    "wall_us",
];

fn lines(stdout: &str) -> Vec<Value> {
    stdout.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
}

fn without_wall(stdout: &str) -> Vec<&str> {
    stdout.lines().map(|line| line.rsplit_once(",\"wall_us\":").expect("the last key").0).collect()
}

#[test]
fn the_keys_and_their_order_are_fixed() {
    let runs = [(lab(), "run 2A --json", 3), (broken("panics"), "replay initial 3 --json", 1)];
    for (mut program, arguments, count) in runs {
        let ran = run(&mut program, arguments);
        assert_eq!(ran.stdout.lines().count(), count, "{arguments}: {}", ran.stderr);
        for line in ran.stdout.lines() {
            let places: Vec<_> = KEYS.iter().map(|key| line.find(&format!("\"{key}\":"))).collect();
            assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{line}");
            assert_eq!(serde_json::from_str::<Value>(line).unwrap().as_object().unwrap().len(), KEYS.len());
        }
    }
}

#[test]
fn a_run_that_passed_has_nothing_to_tell_of_a_failure() {
    let ran = run(&mut lab(), "run initial_election --seed 7 --json");
    assert_eq!(ran.status, 0);
    let [line] = lines(&ran.stdout).try_into().expect("one line");
    assert_eq!((&line["test"], &line["part"]), (&"initial_election_2A".into(), &"2A".into()));
    assert_eq!((&line["seed"], &line["outcome"], &line["peers"]), (&7.into(), &"passed".into(), &3.into()));
    assert!(["class", "rule", "section", "message"].iter().all(|key| line[key].is_null()), "{line}");
    assert!(line["virtual_ms"].as_f64().unwrap() > 2000.0);
    let digest = line["digest"].as_str().unwrap();
    assert!(digest.len() == 16 && u64::from_str_radix(digest, 16).is_ok(), "{digest}");
}

#[test]
fn a_run_that_failed_has_all_of_it() {
    let ran = run(&mut broken("always-leads"), "run initial_election --json");
    assert_eq!(ran.status, 1);
    let [line] = lines(&ran.stdout).try_into().expect("one line");
    assert_eq!((&line["outcome"], &line["class"]), (&"failed".into(), &"safety".into()));
    assert_eq!(line["rule"], "one-leader-per-term");
    assert_eq!(line["section"], "§5.2; Figure 3, Election Safety");
    assert_eq!(line["message"], "peers 1 and 2 both led term 1 (event 8)");
}

#[test]
fn what_people_read_goes_to_standard_error() {
    let ran = run(&mut lab(), "run 2A --json");
    assert_eq!(lines(&ran.stdout).len(), 3);
    assert!(ran.stderr.contains("Test (2A): initial election ...\n  ... Passed --  "), "{}", ran.stderr);
    assert!(ran.stderr.contains("3 passed, 0 failed"));
}

#[test]
fn equal_seeds_give_equal_lines() {
    let sweep = || run(&mut lab(), "run --seeds 5 --json 2A 2B backup figure8_2C").stdout;
    let (first, second) = (sweep(), sweep());
    assert_eq!(without_wall(&first), without_wall(&second));
    assert_eq!(lines(&first).len(), (3 + 10 + 1) * 5);
}

#[test]
fn a_replay_gives_the_line_of_the_run() {
    let sweep = run(&mut lab(), "run --seeds 3 --json figure8_2C").stdout;
    let replay = run(&mut lab(), "replay figure8_2C 3 --json --log");
    assert_eq!(without_wall(&sweep)[2..], without_wall(&replay.stdout));
    assert!(replay.stderr.contains("leads term"));
}

#[test]
fn the_list_is_to_be_had_too() {
    let ran = run(&mut lab(), "list --json");
    let tests = lines(&ran.stdout);
    assert_eq!(tests.len(), 49, "the 28 of the course and the chaos suite");
    assert_eq!(tests[0]["test"], "initial_election_2A");
    for test in tests {
        assert!(test["peers"].is_u64() && test["part"].is_string() && test["faults"].is_string(), "{test}");
    }
}
