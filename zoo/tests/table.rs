//! The zoo from end to end: the clean Raft passes, every bug is caught, and none is blamed on a wrong rule.

#![allow(clippy::unwrap_used, reason = "a test that cannot do its work should panic")]

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program with these arguments, separated by spaces.
fn zoo(arguments: &str) -> Output {
    let mut zoo = Command::new(env!("CARGO_BIN_EXE_zoo"));
    for variable in ["LAB_HINTS", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        zoo.env_remove(variable);
    }
    zoo.env("LAB_TIMELINES", "none").args(arguments.split_whitespace()).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

#[test]
fn without_a_bug_every_test_passes() {
    for tests in ["", "X"] {
        let output = zoo(&format!("run none {tests} --seeds 3"));
        assert!(output.status.success(), "{}", stdout(&output));
    }
}

/// Oracles must not accuse a Raft that is unusual, but sound.
#[test]
fn a_sound_variant_with_asynchronous_handlers_passes() {
    for tests in ["", "X"] {
        let output = zoo(&format!("run async {tests} --seeds 2"));
        assert!(output.status.success(), "{}", stdout(&output));
    }
}

/// What is left of the full table where there is no time for it: three seeds of the tests that catch each bug
/// best, two of them where there are two. All that fails must be blamed on a right rule.
#[test]
fn no_bug_survives_and_none_is_blamed_on_a_wrong_rule() {
    let output = zoo("table --quick --seeds 20");
    let table = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{table}{}", stderr(&output));
    for sentence in ["caught: 47 of 47", "caught within 20 seeds: 47 of 47", "right rule alone: 47 of 47"] {
        assert!(table.contains(sentence), "{table}");
    }
}

#[test]
fn a_row_says_how_a_bug_is_caught() {
    let output = zoo("table --quick --seeds 1 --bug chatty --json");
    let row: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&row["bug"], &row["seeds"], &row["caught"]["seeds"]),
        (&"chatty".into(), &1.into(), &1.into())
    );
    assert_eq!(row["caught"]["tests"], serde_json::json!([["count_2B", 1]]));
    assert_eq!(row["rules"], serde_json::json!([["rpc-count", 1]]));
    assert_eq!(row["wrong_rules"], serde_json::json!([]));
}

#[test]
fn the_list_has_every_bug() {
    let table = zoo("list");
    assert!(table.status.success());
    assert_eq!(stdout(&table).lines().count(), 1 + 47 + 1 + 4, "{}", stdout(&table));
    let json = zoo("list --json");
    assert_eq!(stdout(&json).lines().count(), 47);
    assert!(
        stdout(&json).starts_with("{\"bug\":\"vote-twice\",\"part\":\"elections\",\"course_notes\":true,")
    );
}

#[test]
fn the_document_has_every_bug() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/zoo.md");
    let document = std::fs::read_to_string(document).unwrap();
    let list = zoo("list --markdown");
    assert!(document.contains(stdout(&list)), "after a change of the bugs: scripts/zoo-document.sh");
}

#[test]
fn an_unknown_bug_is_refused_with_near_names() {
    for arguments in ["run vote-twise 2A", "hunt vote-twise", "replay vote-twise figure8_2C 1"] {
        let output = zoo(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        let sentence = "error: there is no bug called `vote-twise`; did you mean vote-twice, \
                        vote-reset-same-term? `zoo list` shows them all\n";
        assert_eq!(stderr(&output), sentence);
    }
    assert_eq!(zoo("table --bug vote-twise").status.code(), Some(2));
    assert_eq!(zoo("run").status.code(), Some(2));
}

#[test]
fn a_bug_may_stand_behind_two_dashes() {
    let output = zoo("run -- chatty count_2B");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("FAILED"), "{}", stdout(&output));
    let output = zoo("run -- vote-twise");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).starts_with("error: there is no bug called `vote-twise`;"));
}

#[test]
fn the_verbs_of_the_lab_are_there() {
    let help = zoo("--help");
    for verb in ["list", "table", "run", "hunt", "replay", "check", "coverage"] {
        assert!(stdout(&help).contains(&format!("\n  {verb} ")), "{}", stdout(&help));
    }
    let output = zoo("coverage none initial --seeds 1");
    assert!(stdout(&output).contains("leader-elected"), "{}{}", stdout(&output), stderr(&output));
}

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in ["list", "list --json", "run none initial"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut zoo = Command::new(env!("CARGO_BIN_EXE_zoo"));
        let output = zoo.args(arguments.split_whitespace()).stdout(writer).output().unwrap();
        assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""), "{arguments}");
    }
}

#[test]
fn a_report_says_how_to_repeat_the_run_with_this_bug() {
    let output = zoo("run chatty count_2B --hints none");
    assert_eq!(output.status.code(), Some(1));
    let line = "\n  replay: cargo run --release -p zoo -- replay chatty count_2B 1\n";
    assert!(stdout(&output).contains(line), "{}", stdout(&output));
    let replay = zoo("replay chatty count_2B 1 --hints none");
    assert_eq!(replay.status.code(), Some(1));
    assert!(stdout(&replay).contains(line), "{}", stdout(&replay));
}

/// The failing seeds that cargo's environment names are those of the reference Raft.
#[test]
fn a_hunt_leaves_no_failing_seeds_behind() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let list = directory.join("seeds-of-another.txt");
    let mut hunt = Command::new(env!("CARGO_BIN_EXE_zoo"));
    hunt.args("hunt chatty count_2B --seeds 2".split_whitespace())
        .env("LAB_FAILING_SEEDS", &list)
        .env("LAB_TIMELINES", "none");
    let output = hunt.env("CARGO_MANIFEST_DIR", directory).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(!list.exists() && !directory.join("failing-seeds.txt").exists());
    let line = "replay: cargo run --release -p zoo -- replay chatty count_2B 1\n";
    assert!(stdout(&output).contains(line), "{}", stdout(&output));
}
