//! `lab replay`.

use insta::assert_snapshot;

use crate::program::{broken, lab, run};

#[test]
fn a_replay_prints_what_the_run_printed() {
    let ran = run(&mut broken("panics"), "run many_elections --seed 9");
    let replayed = run(&mut broken("panics"), "replay many_elections_2A 9");
    assert_eq!(replayed.status, 1);
    let (block, _) = ran.stdout.split_once("0 passed").unwrap();
    assert_eq!(replayed.stdout, block);
}

#[test]
fn a_piece_of_a_name_will_do() {
    let ran = run(&mut lab(), "replay backup 1");
    assert_eq!(ran.status, 0);
    assert!(ran.stdout.starts_with("Test (2B): leader backs up quickly"), "{}", ran.stdout);
}

#[test]
fn the_log_has_a_line_for_each_event_and_a_column_for_each_peer() {
    let ran = run(&mut broken("panics"), "replay initial_election 4711 --log");
    assert_eq!(ran.status, 1);
    assert_snapshot!(ran.told());
}

#[test]
fn the_log_of_the_reference_tells_of_elections_and_messages() {
    let ran = run(&mut lab(), "replay initial_election 1 --log");
    let log: Vec<&str> = ran.stdout.lines().take(40).collect();
    for word in ["seconds", "leads term 1", "RequestVote", "AppendEntries", "saved"] {
        assert!(log.iter().any(|line| line.contains(word)), "no {word} in\n{}", log.join("\n"));
    }
}

#[test]
fn the_log_can_be_filtered_by_kind_and_by_peer() {
    let roles =
        run(&mut broken("never-leads"), "replay initial_election 1 --log --kind role,test --node 0,2");
    assert_snapshot!(roles.told());
    let one = run(&mut lab(), "replay initial_election 1 --log --node 1 --kind role,deliver").stdout;
    let elsewhere = one.lines().skip(2).filter(|line| line.chars().nth(12 + 40).is_none_or(|c| c == ' '));
    assert_eq!(elsewhere.count(), 1, "only the line of figures at the end: {one}");
}

#[test]
fn kinds_that_do_not_occur_take_nothing_away() {
    let some = run(&mut lab(), "replay initial_election 1 --log --kind role,crash,apply-error");
    assert_eq!(some.status, 0);
    assert!(some.stdout.contains("leads term 1") && some.stdout.contains("... Passed"), "{}", some.stdout);
    assert_eq!(some.stderr, "notice: no event of this run is of the kind `apply-error` or `crash`\n");
    let none = run(&mut lab(), "replay initial_election 1 --log --kind violation");
    assert_eq!((none.status, none.stderr.as_str()), (0, ""));
    let line = none.stdout.lines().nth(2).unwrap();
    assert!(line.starts_with("(no event of this run is of these kinds; its kinds are answer, "), "{line}");
}
