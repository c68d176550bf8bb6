//! Bugs made small: of a failing run little is left, and its story fits a screen.

#![allow(clippy::unwrap_used, reason = "a test that cannot do its work should panic")]

use std::process::Command;

use serde_json::Value;

/// Of scripts and of plans, of what an oracle sees, and last of what only the test sees.
const FAILURES: [(&str, &str, u64); 4] = [
    ("commit-old-term", "figure8_2C", 1),
    ("truncate-always", "figure8_unreliable_2C", 1),
    ("keep-diverged-suffix", "crash_at_save_X", 1),
    ("match-optimistic", "deposed_tail_X", 1),
];

/// The lines of a story, and of what was left out of it.
const SCREEN: usize = 24;

#[test]
fn little_is_left_of_a_failing_run() {
    for (bug, test, seed) in FAILURES {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("case.json");
        let output = Command::new(env!("CARGO_BIN_EXE_zoo"))
            .args(["shrink", bug, test, &seed.to_string(), "--budget", "600", "--json", "--out"])
            .arg(&path)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{bug}: {told}");
        let case: Value = serde_json::from_slice(&output.stdout).unwrap();
        let (before, after) = (faults(&case["before"]), faults(&case["after"]));
        assert!(10 * after <= before, "{bug}: of {before} faults {after} are left\n{told}");
        let (_, story) = told.split_once("\n\n").unwrap();
        let (story, _) = story.split_once("\n\n").unwrap();
        assert!(story.lines().count() <= SCREEN, "{bug}:\n{story}");
        let rule = case["failure"]["rule"].as_str().unwrap();
        assert!(story.lines().last().unwrap().contains(rule), "{bug}:\n{story}");

        let replay =
            Command::new(env!("CARGO_BIN_EXE_zoo")).args(["replay", bug]).arg(&path).output().unwrap();
        let told = String::from_utf8_lossy(&replay.stdout);
        // Its lines are broken further on.
        let message = &case["failure"]["message"].as_str().unwrap()[..40];
        assert!(replay.status.code() == Some(1) && told.contains(message), "{bug}: {told}");
    }
}

/// How many faults there were; the ordinary lateness of a network is none, nor are calls that fail anyway.
fn faults(size: &Value) -> u64 {
    let of = |name: &str| size[name].as_u64().unwrap();
    let deeds = size["deeds"].as_object().unwrap().iter().filter(|(kind, _)| *kind != "start");
    let deeds: u64 = deeds.map(|(_, count)| count.as_u64().unwrap()).sum();
    of("lost") + of("late") + of("duplicated") + deeds
}
