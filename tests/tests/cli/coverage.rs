//! `lab coverage`: what the tests bring about.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use tester::situations::{Situation, Vantage};

use crate::program::{broken, lab, objects, run};

#[test]
fn each_test_has_a_table_and_all_have_one() {
    assert_snapshot!(run(&mut lab(), "coverage initial basic_agree --seeds 3 --jobs 1").told());
}

/// With ten seeds every test reaches what it is about, so with many it does so all the more.
#[test]
fn every_test_reaches_what_it_is_about() {
    let ran = run(&mut lab(), "coverage all --seeds 10");
    assert!(ran.stdout.ends_with("\nevery test reached what it is about\n"), "{}", ran.stdout);
    assert_eq!(ran.status, 0);
}

/// Of two seeds nobody can expect that links flap at the very moment of an answer.
#[test]
fn a_test_that_misses_its_point_is_named() {
    let ran = run(&mut lab(), "coverage flapping bridge --seeds 2 --from 3");
    assert!(ran.stdout.ends_with("\nvacuous: flapping_X never reached answer-lost\n"), "{}", ran.stdout);
    assert_eq!(ran.status, 1);
}

#[test]
fn what_cannot_be_seen_is_not_said_to_be_missing() {
    assert_snapshot!(run(&mut broken("never-leads"), "coverage initial --seeds 2 --from 7 --jobs 1").told());
}

#[test]
fn programs_get_a_line_for_each_test_and_one_for_all() {
    let ran = run(&mut lab(), "coverage 2A --seeds 5 --json");
    let lines = objects(&ran.stdout);
    let names: Vec<_> = lines.iter().filter_map(|line| line["test"].as_str()).collect();
    assert_eq!(names, ["initial_election_2A", "reelection_2A", "many_elections_2A"]);
    let first = &lines[0];
    assert_eq!((first["seeds"].as_u64(), first["failed"].as_u64()), (Some(5), Some(0)));
    assert_eq!(first["about"], serde_json::json!(["leader-elected"]));
    assert_eq!(first["reached"]["leader-elected"]["seeds"], 5);
    assert_eq!(first["vacuous"], serde_json::json!([]));
    let all = lines.last().unwrap();
    assert_eq!((all["tests"].as_u64(), all["runs"].as_u64()), (Some(3), Some(15)));
    assert_eq!(all["reached"]["leader-elected"]["tests"], 3);
    assert!(all["never"].as_array().is_some_and(|never| never.iter().any(|name| name == "snapshot-taken")));
    assert!(ran.stderr.contains("\nall 3 tests, 15 runs "), "{}", ran.stderr);
}

#[test]
fn jobs_change_nothing() {
    let told = |jobs| run(&mut lab(), &format!("coverage churn --seeds 12 --json --jobs {jobs}")).stdout;
    assert_eq!(told(1), told(3));
}

#[test]
fn the_guide_explains_every_situation() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/coverage.md");
    let guide = fs::read_to_string(guide).unwrap();
    for situation in Situation::ALL {
        let inside = if situation.vantage() == Vantage::Inside { " (inside)" } else { "" };
        let row = format!("\n| `{situation}`{inside} | {} |\n", situation.sentence());
        assert!(guide.contains(&row), "docs/coverage.md lacks this row: {row}");
    }
    assert_eq!(guide.matches("\n| `").count(), Situation::COUNT);
}
