//! `lab_tests!`: the tests under `cargo test`, the environment that steers them, and the file of failing
//! seeds.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use tempfile::TempDir;

use crate::program::{Ran, broken, lab, ran, run};

/// Runs a lab test as its `#[test]` function does, for a package in `package`.
fn check(program: &mut Command, test: &str, package: &Path) -> Ran {
    run(program.env("TRIAL_TEST", test).env("TRIAL_PACKAGE", package), "")
}

fn seeds_file(package: &TempDir) -> std::path::PathBuf {
    package.path().join("failing-seeds.txt")
}

#[test]
fn failing_seeds_are_kept_run_first_and_forgotten_when_they_pass() {
    let package = TempDir::new().unwrap();
    let failed = check(broken("panics").env("LAB_SEEDS", "3"), "initial_election_2A", package.path());
    assert_eq!(failed.status, 1);
    let listed = fs::read_to_string(seeds_file(&package)).unwrap();
    assert!(
        listed.ends_with("\ninitial_election_2A 1\ninitial_election_2A 2\ninitial_election_2A 3\n"),
        "{listed}"
    );

    let again = check(broken("panics").env("LAB_SEED", "7"), "initial_election_2A", package.path());
    assert_eq!(again.status, 1);
    assert!(fs::read_to_string(seeds_file(&package)).unwrap().ends_with("\ninitial_election_2A 7\n"));

    let passed = check(lab().env("LAB_SEEDS", "2"), "initial_election_2A", package.path());
    assert_eq!(passed.status, 0, "{}", passed.told());
    assert!(
        passed
            .stdout
            .contains("(seed 1; 4 seeds passed)\n  pass again and leave failing-seeds.txt: 1, 2, 3, 7\n"),
        "{}",
        passed.stdout
    );
    assert!(!seeds_file(&package).exists());
}

/// A test program that ends before its verdict would look as if all were well.
#[test]
fn a_peer_that_ends_the_process_fails_its_test() {
    for (flaw, words) in [
        ("exits", "ended the whole process\n  with exit status 0"),
        ("aborts", "aborted the whole\n  process"),
        ("overflows", "overflowed its stack"),
    ] {
        let package = TempDir::new().unwrap();
        let ran = check(broken(flaw).env("LAB_SEEDS", "2"), "initial_election_2A", package.path());
        assert_eq!(ran.status, 1, "{flaw}: {}", ran.told());
        assert!(ran.stdout.contains(words), "{flaw}: {}", ran.stdout);
        assert!(ran.stdout.contains("failed: 2 of 2 seeds (1, 2); kept in"), "{flaw}: {}", ran.stdout);
    }
}

#[test]
fn what_others_wrote_into_the_file_stays() {
    let package = TempDir::new().unwrap();
    let theirs = "# from last year\nbackup_2B 12\n\nnot a seed\ninitial_election_2A 5\n";
    fs::write(seeds_file(&package), theirs).unwrap();
    let ran = check(lab().env("LAB_SEEDS", "1"), "initial_election_2A", package.path());
    assert_eq!(ran.status, 0);
    assert!(ran.stdout.contains("warning: line 4 of failing-seeds.txt is left alone"), "{}", ran.stdout);
    let left = fs::read_to_string(seeds_file(&package)).unwrap();
    assert_eq!(left, "# from last year\nbackup_2B 12\n\nnot a seed\n");
}

#[test]
fn a_file_that_cannot_be_used_is_a_warning_and_changes_no_verdict() {
    let package = TempDir::new().unwrap();
    fs::create_dir(seeds_file(&package)).unwrap();
    let passed = check(lab().env("LAB_SEEDS", "1"), "initial_election_2A", package.path());
    assert_eq!(passed.status, 0);
    assert!(passed.stdout.contains("warning: cannot read "), "{}", passed.stdout);
    let failed = check(broken("panics").env("LAB_SEEDS", "2"), "initial_election_2A", package.path());
    assert_eq!(failed.status, 1);
    assert!(failed.stdout.contains("(1, 2); not kept in failing-seeds.txt"), "{}", failed.stdout);

    let nowhere = package.path().join("gone");
    let failed = check(broken("panics").env("LAB_SEEDS", "1"), "initial_election_2A", &nowhere);
    assert_eq!(failed.status, 1);
    assert!(failed.stdout.contains("warning: cannot write "), "{}", failed.stdout);

    fs::remove_dir(seeds_file(&package)).unwrap();
    fs::write(seeds_file(&package), b"\xff\xfe not text").unwrap();
    check(broken("panics").env("LAB_SEEDS", "1"), "initial_election_2A", package.path());
    assert_eq!(fs::read(seeds_file(&package)).unwrap(), b"\xff\xfe not text");
}

#[test]
fn tests_that_end_together_lose_no_seed() {
    let package = TempDir::new().unwrap();
    let tests = ["initial_election_2A", "reelection_2A", "many_elections_2A", "basic_agree_2B", "backup_2B"];
    // One process each, as some test runners have it.
    let start = |test: &&str| {
        let mut lab = broken("panics");
        lab.env("LAB_SEEDS", "20").env("TRIAL_TEST", test).env("TRIAL_PACKAGE", package.path());
        lab.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let running: Vec<_> = tests.iter().map(start).collect();
    for mut process in running {
        assert_eq!(process.wait().unwrap().code(), Some(1));
    }
    let listed = fs::read_to_string(seeds_file(&package)).unwrap();
    for test in tests {
        assert_eq!(listed.lines().filter(|line| line.starts_with(test)).count(), 20, "{test} in\n{listed}");
    }
}

#[test]
fn a_failing_test_prints_its_block_and_one_sentence() {
    let package = TempDir::new().unwrap();
    let ran = check(broken("panics").env("LAB_SEEDS", "3"), "initial_election_2A", package.path());
    assert_snapshot!(ran.told());
}

#[test]
fn the_log_is_printed_when_asked_for() {
    let package = TempDir::new().unwrap();
    let logged = |program: &mut Command| {
        check(program.env("LAB_LOG", "1"), "initial_election_2A", package.path())
            .stdout
            .contains("\nseconds     test script")
    };
    assert!(logged(&mut broken("panics")));
    assert!(logged(lab().env("LAB_SEED", "7")));
    assert!(!logged(&mut lab()), "ten seeds pass: there is no one run to show");
}

#[test]
fn nonsense_in_the_environment_is_named() {
    let package = TempDir::new().unwrap();
    let ran = check(lab().env("LAB_SEED", "seven"), "initial_election_2A", package.path());
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("LAB_SEED is `seven`"), "{}", ran.stderr);
}

/// The real thing: `cargo test` in this package. The target is built already, as it belongs to the same
/// `cargo test`.
fn cargo_test(filter: &str, seed: Option<&str>) -> Ran {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["test", "--offline", "--quiet", "--test", "lab", filter])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    for variable in ["LAB_SEED", "LAB_SEEDS", "LAB_LOG", "LAB_HINTS"] {
        cargo.env_remove(variable);
    }
    if let Some(seed) = seed {
        cargo.env("LAB_SEED", seed);
    }
    ran(cargo.output().expect("cargo starts"))
}

#[test]
fn cargo_test_prints_the_labs_lines_of_tests_that_pass() {
    let ran = cargo_test("2A", None);
    assert_eq!(ran.status, 0, "{}", ran.told());
    assert!(ran.stdout.contains("running 3 tests"), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("  ... Passed --  ").count(), 3, "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("(seed 1; 10 seeds passed)").count(), 3, "{}", ran.stdout);
}

#[test]
fn cargo_test_runs_the_seed_that_is_asked_for() {
    let ran = cargo_test("basic_agree_2B", Some("7"));
    assert_eq!(ran.status, 0, "{}", ran.told());
    let of_lab = run(&mut lab(), "run basic_agree_2B --seed 7").stdout;
    let figures = of_lab.lines().nth(1).unwrap();
    assert!(ran.stdout.contains(&format!("{figures}  (seed 7)\n")), "{}\n{figures}", ran.stdout);
}
