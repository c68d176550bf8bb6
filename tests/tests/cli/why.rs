//! `lab why`.

use std::fs;
use std::io::Read as _;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

use crate::program::{around, broken, lab, objects, run};

/// The first seed with which the gambler loses.
fn lost_seed() -> u64 {
    let ran = run(&mut broken("gambles"), "run initial_election --seeds 60 --json");
    let lost = objects(&ran.stdout).into_iter().find(|run| run["class"] == "panic");
    lost.expect("one in eight loses")["seed"].as_u64().unwrap()
}

#[test]
fn the_throw_of_the_die_is_found() {
    let ran = run(&mut broken("gambles"), &format!("why initial_election {} --hints none", lost_seed()));
    assert_eq!(ran.status, 0, "{}", ran.told());
    assert_snapshot!(ran.told());
}

#[test]
fn two_searches_find_the_same_and_tell_programs() {
    let seed = lost_seed();
    let search = |jobs: u32| {
        let arguments = format!("why initial_election {seed} --redraws 30 --json --jobs {jobs}");
        run(&mut broken("gambles"), &arguments)
    };
    let (one, two) = (search(1), search(3));
    assert_eq!((one.status, &one.stdout), (0, &two.stdout));
    let told = &objects(&one.stdout)[0];
    let [step] = told["steps"].as_array().unwrap().as_slice() else { panic!("more than one step: {told}") };
    assert_eq!((&told["conclusion"], &told["decided"]), (&"decided".into(), &step["event"]));
    assert_eq!((&step["text"], &step["after"]["failed"]), (&"round 4".into(), &30.into()));
    assert!(step["before"]["failed"].as_u64().unwrap() < 15, "{told}");
    assert!(told["curve"].as_array().unwrap().len() >= 10);
}

#[test]
fn the_page_has_a_mark_at_the_event() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("run.html");
    let arguments = format!("why initial_election {} --redraws 30 --html {}", lost_seed(), page.display());
    let ran = run(&mut broken("gambles"), &arguments);
    assert_eq!(ran.status, 0, "{}", ran.told());
    assert!(ran.stdout.ends_with(&format!("timeline: {}\n", page.display())), "{}", ran.stdout);
    let page = fs::read_to_string(&page).unwrap();
    assert!(page.contains(r#""label":"decided","text":"the chance to fail goes from "#));
}

#[test]
fn a_failure_that_always_comes_was_not_decided_by_this_run() {
    let ran = run(&mut broken("panics"), "why initial_election 1 --redraws 20");
    assert_eq!(ran.status, 0, "{}", ran.told());
    for piece in ["nothing in this run decided it", "20 of 20 runs fail in the same way", "under nearly any"]
    {
        assert!(ran.stdout.contains(piece), "{}", ran.stdout);
    }
}

#[test]
fn processes_that_end_with_the_run_are_no_trouble() {
    let ran = run(&mut broken("exits"), "why initial_election 1 --redraws 3");
    assert_eq!(ran.status, 0, "{}", ran.told());
    assert!(ran.stdout.contains("nothing in this run decided it"), "{}", ran.stdout);
}

#[test]
fn a_run_that_passes_has_nothing_to_explain() {
    let ran = run(&mut lab(), "why initial_election 1");
    assert_eq!(ran.status, 2);
    assert_eq!(
        ran.stderr,
        "error: initial_election_2A passes with seed 1: only of a run that fails can be asked when it was decided\n"
    );
    assert!(ran.stdout.is_empty());
    assert_eq!(run(&mut around("reference"), "why initial_election 1 --redraws 0").status, 2);
}

#[test]
fn an_interrupt_ends_the_search_with_what_is_known() {
    let mut program = broken("gambles");
    program.args(["why", "initial_election", &lost_seed().to_string(), "--redraws", "100000", "--jobs", "1"]);
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut told = String::new();
    // The search begins where its first words end.
    let mut stdout = child.stdout.take().unwrap();
    while !told.contains("so many fail in the same way:\n") {
        let mut piece = [0; 1];
        assert_eq!(stdout.read(&mut piece).unwrap(), 1, "it ends too soon: {told}");
        told.push(char::from(piece[0]));
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    stdout.read_to_string(&mut told).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1), "{told}");
    assert!(told.ends_with("interrupted before it was found\n"), "{told}");
}
