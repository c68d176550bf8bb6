//! The seeds that failed before, in a hunt.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::program::{Ran, around, report_in, run};

/// A package in which a hunt remembers what failed.
struct Package(TempDir);

impl Package {
    /// With this list of failing seeds.
    fn with(listed: &str) -> Self {
        let package = Self(TempDir::new().unwrap());
        fs::write(package.list(), listed).unwrap();
        package
    }

    fn list(&self) -> PathBuf {
        self.0.path().join("failing-seeds.txt")
    }

    /// What is listed; `None` if the list is gone.
    fn listed(&self) -> Option<String> {
        fs::read_to_string(self.list()).ok()
    }

    /// Hunts around this peer as a program of the package.
    fn hunt(&self, peer: &str, arguments: &str) -> Ran {
        let mut program = around(peer);
        program.env("CARGO_MANIFEST_DIR", self.0.path()).current_dir(self.0.path());
        run(&mut program, &format!("hunt {arguments} --jobs 2"))
    }
}

#[test]
fn a_test_that_fails_again_is_not_hunted() {
    let package = Package::with("basic_agree_2B 700\nbasic_agree_2B 9\nbackup_2B 1\n");
    let ran = package.hunt("contradicts", "2A basic_agree --seeds 4");
    assert_eq!(ran.status, 1, "{}", ran.told());
    let places = [
        "basic_agree_2B 700\n",
        "basic_agree_2B 9\n",
        "0 pass again and 2 still fail\n",
        "\ntest ",
        "\n1 test was not hunted, ",
        "\n12 passed, 2 failed\n",
    ];
    let places: Vec<_> = places.iter().map(|words| ran.stdout.find(words)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {}", ran.stdout);
    assert_eq!(package.listed().unwrap(), "basic_agree_2B 700\nbasic_agree_2B 9\nbackup_2B 1\n");

    let alone = package.hunt("contradicts", "basic_agree --seeds 4");
    assert_eq!(alone.status, 1, "{}", alone.told());
    assert!(!alone.stdout.contains("no failure"), "{}", alone.stdout);
}

#[test]
fn what_passes_again_leaves_the_list() {
    let package = Package::with("# mine\nbasic_agree_2B 700\nbackup_2B 1\n");
    let ran = package.hunt("reference", "basic_agree --seeds 2");
    assert_eq!(ran.status, 0, "{}", ran.told());
    assert!(ran.stdout.contains(", 1 pass again and 0 still fail\n"), "{}", ran.stdout);
    assert_eq!(package.listed().unwrap(), "# mine\nbackup_2B 1\n");
}

#[test]
fn each_bug_leaves_its_smallest_and_its_shortest_run() {
    let package = Package::with("initial_election_2A 3");
    let ran = package.hunt("moody", "initial_election many_elections --seeds 9 --keep-going");
    assert_eq!(ran.status, 1);
    let mut expected: Vec<String> = Vec::new();
    for line in ran.stdout.lines().filter(|line| line.starts_with("    ")) {
        // The blocks of failures are indented less than the commands of bugs.
        if let Some((_, run)) = line.split_once("cargo lab replay ") {
            expected.push(run.to_owned());
        }
    }
    assert_eq!(expected.len(), 10, "{}", ran.stdout);
    let listed = package.listed().unwrap();
    let mut listed: Vec<&str> = listed.lines().collect();
    assert_eq!(listed[0], "initial_election_2A 3", "what was there stays where it was");
    expected.sort_unstable();
    listed.sort_unstable();
    assert_eq!(listed, expected);

    let healed = package.hunt("reference", "initial_election many_elections --seeds 1");
    assert!(healed.stdout.contains(", 10 pass again and 0 still fail\n"), "{}", healed.stdout);
    assert_eq!(package.listed().as_deref().unwrap_or_default(), "");
}

/// A seed that is both remembered and in the range is one failing run, however often it was run.
#[test]
fn no_failing_run_counts_twice() {
    for how in ["--keep-going", "--out report"] {
        let package = Package::with("initial_election_2A 1\n");
        let ran = package.hunt("panics", &format!("initial_election --seeds 1 {how}"));
        assert_eq!(ran.status, 1);
        assert!(ran.stdout.contains("\n0 passed, 1 failed\n"), "{how}: {}", ran.stdout);
    }
}

#[test]
fn what_is_strange_in_the_list_is_named_and_left_alone() {
    let strange = "# mine\nno_such_test_2A 7\ninitial_election_2A seven\nwhat is this\n";
    let package = Package::with(strange);
    let ran = package.hunt("reference", "initial_election --seeds 2");
    assert_eq!(ran.status, 0, "{}", ran.told());
    let warnings: Vec<&str> = ran.stdout.lines().filter(|line| line.starts_with("warning: ")).collect();
    let expected = [
        "warning: line 2 of failing-seeds.txt is left alone: `no_such_test_2A 7` names no test of this suite",
        "warning: line 3 of failing-seeds.txt is left alone: `initial_election_2A seven` is neither a comment nor \
         a test's name with a seed",
        "warning: line 4 of failing-seeds.txt is left alone: `what is this` is neither a comment nor a test's name \
         with a seed",
    ];
    assert_eq!(warnings, expected);
    assert_eq!(package.listed().unwrap(), strange);
}

#[test]
fn the_list_can_be_elsewhere() {
    let package = Package::with("basic_agree_2B 700\n");
    let elsewhere = Package::with("");
    let mut program = around("contradicts");
    program.env("CARGO_MANIFEST_DIR", package.0.path()).env("LAB_FAILING_SEEDS", elsewhere.list());
    assert_eq!(run(&mut program, "hunt basic_agree --seeds 1").status, 1);
    assert!(elsewhere.listed().unwrap().ends_with("\nbasic_agree_2B 1\n"));
    let named = format!("hunt basic_agree --seeds 1 --failing-seeds {}", elsewhere.list().display());
    assert_eq!(package.hunt("reference", named.trim_start_matches("hunt ")).status, 0);
    assert_eq!((package.listed().as_deref(), elsewhere.listed()), (Some("basic_agree_2B 700\n"), None));
}

/// A report is of its seeds, and the same on every machine, whatever that machine remembers.
#[test]
fn reports_do_not_depend_on_what_is_remembered() {
    let package = Package::with("basic_agree_2B 700\n");
    let hunt = "2A basic_agree --seeds 4 --stable";
    assert_eq!(package.hunt("contradicts", &format!("{hunt} --out here")).status, 1);
    let elsewhere = Package::with("");
    assert_eq!(elsewhere.hunt("contradicts", &format!("{hunt} --out here")).status, 1);
    let report = |package: &Package| report_in(&package.0.path().join("here"));
    assert_eq!(report(&package), report(&elsewhere));
    let forgetful = run(&mut around("contradicts"), &format!("hunt {hunt} --json"));
    let again = Package::with("basic_agree_2B 700\n").hunt("contradicts", &format!("{hunt} --json"));
    assert_eq!(again.stdout, forgetful.stdout);
    assert_eq!(package.listed().unwrap(), "basic_agree_2B 700\nbasic_agree_2B 1\n");

    let shard = package.hunt("contradicts", &format!("{hunt} --shard 1/1"));
    assert!(!shard.stdout.contains("basic_agree_2B 700"), "{}", shard.stdout);
    let healed = package.hunt("reference", &format!("{hunt} --shard 1/1"));
    assert_eq!((shard.status, healed.status), (1, 0));
    assert_eq!(package.listed().unwrap(), "basic_agree_2B 700\nbasic_agree_2B 1\n");
}

/// What goes wrong with a hunt's files is told after what it has found.
#[test]
fn a_hunt_whose_report_cannot_be_kept_tells_what_it_found() {
    let package = Package::with("");
    let here = package.0.path().join("here");
    // Nothing can be renamed to the name of a folder with something in it.
    fs::create_dir_all(here.join("logs/log.new/full")).unwrap();
    let ran = package.hunt("contradicts", "basic_agree --seeds 1 --out here");
    assert_eq!(ran.status, 2, "{}", ran.told());
    assert!(ran.stdout.contains("\n1 failing run, 1 bug:\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n0 passed, 1 failed\n"), "{}", ran.stdout);
    assert!(ran.stderr.starts_with("error: cannot write here/logs/log.new: "), "{}", ran.stderr);
    assert!(package.listed().unwrap().ends_with("\nbasic_agree_2B 1\n"));
}

#[test]
fn a_list_of_another_name_is_called_by_it() {
    let package = Package::with("");
    fs::write(package.0.path().join("mine"), "what is this\n").unwrap();
    let ran = package.hunt("reference", "initial_election --seeds 1 --failing-seeds mine");
    assert!(ran.stdout.contains("warning: line 1 of mine is left alone: "), "{}", ran.stdout);
    let ran = package.hunt("contradicts", "basic_agree --seeds 1 --failing-seeds new");
    assert_eq!(ran.status, 1);
    assert!(fs::read_to_string(package.0.path().join("new")).unwrap().ends_with("\nbasic_agree_2B 1\n"));
    for (words, sentence) in [
        ("--failing-seeds no/new", "no is not there: make that folder, or name a file in another"),
        ("--out mine", "mine is a file: name a folder"),
    ] {
        let ran = package.hunt("contradicts", &format!("basic_agree --seeds 1 {words}"));
        assert!(ran.status == 2 && ran.stderr.contains(sentence), "{}", ran.told());
        assert!(!ran.stdout.contains("FAILED"), "before anything is run: {}", ran.stdout);
    }
}
