//! `lab plan`.

use serde_json::Value;

use crate::program::{lab, run};

#[test]
fn a_plan_is_told_and_given_as_json() {
    let ran = run(&mut lab(), "plan swarm 7 --json");
    assert_eq!(ran.status, 0);
    let plan: Value = serde_json::from_str(&ran.stdout).expect("one JSON object");
    let faults = plan["faults"].as_array().expect("a list").len();
    assert!(ran.stderr.starts_with("Test (X): swarm: each seed its own chaos, seed 7\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains(&format!("\n{faults:>3}. ")), "{}", ran.stderr);
    assert!(!ran.stderr.contains("script"), "{}", ran.stderr);
}

#[test]
fn a_script_says_that_it_is_one() {
    let ran = run(&mut lab(), "plan slow_heir 1");
    assert_eq!(ran.status, 0);
    assert!(ran.told().contains("clocks at 800, 1200,") && ran.told().contains("script"), "{}", ran.told());
}

#[test]
fn the_course_has_no_plans() {
    let ran = run(&mut lab(), "plan backup 1");
    assert_eq!(ran.status, 2);
    assert!(ran.told().contains("backup_2B is a test of the course, which has no plan"), "{}", ran.told());
}
