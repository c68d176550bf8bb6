//! `lab run`.

use insta::assert_snapshot;

use crate::program::{broken, lab, run};

#[test]
fn passing_tests_print_the_labs_lines() {
    let ran = run(&mut lab(), "run initial_election basic_agree");
    assert_eq!(ran.status, 0);
    assert_snapshot!(ran.told_without_figures());
}

#[test]
fn all_tests_pass() {
    let ran = run(&mut lab(), "run");
    assert_eq!(ran.status, 0, "{}", ran.told());
    assert_eq!(ran.stdout.lines().filter(|line| line.starts_with("  ... Passed --  ")).count(), 28);
    assert!(ran.stdout.contains("\n28 passed, 0 failed\n"), "{}", ran.stdout);
    assert!(ran.stderr.is_empty(), "{}", ran.stderr);
}

#[test]
fn a_safety_failure_tells_what_and_where_and_how_to_see_it_again() {
    let ran = run(&mut broken("always-leads"), "run initial_election");
    assert_eq!(ran.status, 1);
    assert!(ran.stdout.contains("replay: cargo lab replay initial_election_2A 1\n"));
    assert_snapshot!(ran.told());
}

#[test]
fn every_class_of_failure_is_told_in_its_own_words() {
    let flaws = ["never-leads", "panics", "spins"];
    let told = flaws
        .map(|flaw| format!("{flaw}:\n{}", run(&mut broken(flaw), "run initial_election --seed 7").told()));
    assert_snapshot!(told.join("\n"));
}

#[test]
fn a_failure_does_not_keep_other_tests_from_running() {
    let ran = run(&mut broken("panics"), "run 2A");
    assert_eq!(ran.status, 1);
    assert_eq!(ran.stdout.matches("FAILED -- panic").count(), 3);
    assert!(ran.stdout.contains("\n0 passed, 3 failed\n"));
}

#[test]
fn many_seeds_take_one_row_a_test() {
    let ran = run(&mut lab(), "run --seeds 5 2A");
    assert_eq!(ran.status, 0);
    assert_snapshot!(ran.told_without_figures());
}

#[test]
fn of_many_failures_one_of_each_kind_is_shown_and_the_others_are_listed() {
    let ran = run(&mut broken("always-leads"), "run --seeds 30 initial_election");
    assert_eq!(ran.status, 1);
    assert_snapshot!(ran.told());
}

#[test]
fn the_newer_name_of_a_part_selects_it() {
    let ran = run(&mut lab(), "run 3a");
    assert_eq!(ran.stdout.matches("Test (2A)").count(), 3);
}

#[test]
fn colours_come_when_asked_for() {
    let coloured = |arguments| run(&mut broken("panics"), arguments).stdout.contains("\u{1b}[");
    assert!(!coloured("run initial_election"));
    assert!(coloured("run initial_election --color always"));
    assert!(!coloured("run initial_election --color never"));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let pieces =
        ["run --seeds 100 2A", "run --json 2A", "replay backup 1 --log", "list", "rules --json", "--help"];
    for arguments in pieces {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ran = run(lab().stdout(writer), arguments);
        assert_eq!(ran.status, 0, "{arguments}: {}", ran.stderr);
        assert!(!ran.stderr.contains("error: "), "{arguments}: {}", ran.stderr);
        assert!(!ran.stderr.contains("panicked"), "{arguments}: {}", ran.stderr);
    }
}
