//! `lab check`, and what `cargo test` does of it by itself: runs that their seed does not decide.

use std::fs;

use tempfile::TempDir;

use crate::program::{broken, lab, objects, run};

/// The peers that take something from outside of the simulation.
const FICKLE: [&str; 4] = ["hash-order", "wall-clock", "threads", "static-state"];

/// The lines between these two, without what they are indented by.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no `{before}` in\n{text}"));
    let (lines, _) = rest.split_once(after).unwrap_or_else(|| panic!("no `{after}` in\n{text}"));
    lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// What is the same on every day in the report of a run that differs: at 0.1 s, the peers wait for as long as
/// chance will have it, and say so.
fn tells_where_they_part(text: &str) {
    assert!(text.contains(" -- nondeterminism, at "), "{text}");
    let place = "in the task spawned at\n  tests/src/broken/fickle.rs:";
    assert!(text.contains("two runs of this seed differ from event ") && text.contains(place), "{text}");
    let common = between(text, "the last events that both runs have:\n", "then one run goes on with\n");
    assert_eq!(common.len(), 10, "{text}");
    // One of the three may wait for the same time twice by chance.
    assert!(
        common.iter().all(|event| ["0.000000  ", "0.10"].iter().any(|at| event.starts_with(at))),
        "{text}"
    );
    assert!(
        common.iter().any(|event| event.contains("script  test        begin: basic agreement")),
        "{text}"
    );
    let one = between(text, "then one run goes on with\n", "and the other with\n");
    let other = between(text, "and the other with\n", "rule: ");
    for version in [&one, &other] {
        let [event] = version.as_slice() else { panic!("not one event: {version:?}") };
        let words: Vec<&str> = event.split_whitespace().collect();
        assert!(words[0].starts_with("0.10") && words[1] == "peer", "{event}");
        assert_eq!([words[3], words[4], words[6]], ["note", "waited", "us"], "{event}");
        assert!(event.contains("(task spawned at tests/src/broken/fickle.rs:"), "{event}");
    }
    assert_ne!(one, other);
    let causes = between(text, "usual mistakes:\n", "replay: ").join(" ");
    for cause in ["HashMap", "Instant::now", "thread::spawn", "rand without a seed", "static"] {
        assert!(causes.contains(cause), "{causes}");
    }
    assert!(text.contains("\n  replay: cargo lab replay basic_agree_2B 1\n"), "{text}");
}

#[test]
fn every_source_of_chance_is_found() {
    for peer in FICKLE {
        let ran = run(&mut broken(peer), "check basic_agree --seeds 2 --json");
        assert_eq!(ran.status, 1, "{peer}: {}", ran.stderr);
        let [first, second] = objects(&ran.stdout).try_into().expect("one object a seed");
        assert_eq!((&first["seed"], &second["seed"]), (&1.into(), &2.into()));
        assert_eq!((&first["class"], &second["class"]), (&"nondeterminism".into(), &"nondeterminism".into()));
        assert!(ran.stderr.contains("DIFFERS in 2 of 2 seeds\n"), "{peer}: {}", ran.stderr);
        assert!(ran.stderr.contains("\n  differ as well: 2\n0 of 2 seeds twice the same, 2 not\n"), "{peer}");
        tells_where_they_part(&ran.stderr);
    }
}

#[test]
fn the_reference_is_the_same_twice() {
    let ran = run(&mut lab(), "check 2A figure8_2C --seeds 3");
    assert_eq!(ran.status, 0, "{}", ran.told());
    assert_eq!(ran.stdout.matches(" ok 3 seeds, twice the same\n").count(), 4, "{}", ran.stdout);
    assert!(ran.stdout.contains("\n12 of 12 seeds twice the same, 0 not\nin "), "{}", ran.stdout);
}

#[test]
fn failures_that_are_the_same_twice_are_another_matter() {
    let ran = run(&mut broken("moody"), "check initial_election --seeds 5");
    assert_eq!(ran.status, 1, "{}", ran.told());
    let words = "\n5 failed, both times the same: `cargo lab run` shows how\n";
    assert!(ran.stdout.contains(words), "{}", ran.stdout);
}

#[test]
fn cargo_test_looks_by_itself() {
    for peer in FICKLE {
        let package = TempDir::new().unwrap();
        let mut test = broken(peer);
        test.env("TRIAL_TEST", "basic_agree_2B").env("TRIAL_PACKAGE", package.path()).env("LAB_SEEDS", "2");
        let ran = run(&mut test, "");
        assert_eq!(ran.status, 1, "{peer}: {}", ran.told());
        tells_where_they_part(&ran.stdout);
        assert!(
            ran.stderr.contains("basic_agree_2B failed with 1 of 2 seeds (1) (nondeterminism)"),
            "{peer}"
        );
        let listed = fs::read_to_string(package.path().join("failing-seeds.txt")).unwrap();
        assert!(listed.ends_with("\nbasic_agree_2B 1\n"), "{listed}");
    }
}
