//! `results.json` of everybody.

use serde_json::Value;

use super::readers::gradescope::wrong;
use super::{everybody, samples};
use crate::grade::report::{Basis, results};
use crate::grade::setup;
use crate::rules::Hints;

#[test]
fn gradescope_reads_everybodys_results() {
    for hints in [Hints::None, Hints::Section, Hints::Full] {
        let basis = Basis { hints, ..samples::basis() };
        for grade in everybody() {
            let text = results(&basis, &grade);
            assert!(wrong(&text).is_empty(), "{}: {:?}", grade.name, wrong(&text));
            let value: Value = serde_json::from_str(&text).unwrap();
            let tests = value["tests"].as_array().unwrap();
            let sum: f64 = tests.iter().map(|test| test["score"].as_f64().unwrap()).sum();
            assert!((sum - value["score"].as_f64().unwrap()).abs() < 1e-9, "{}", grade.name);
            assert!(text.len() < 200_000, "{} bytes", text.len());
        }
    }
}

#[test]
fn gradescope_reads_what_is_there_when_the_grader_fails() {
    assert_eq!(wrong(setup::FAILED), [""; 0]);
}

#[test]
fn a_test_that_passes_with_all_seeds_has_passed_whatever_it_is_worth() {
    let text = results(&samples::basis(), &samples::buggy());
    let value: Value = serde_json::from_str(&text).unwrap();
    let statuses: Vec<&str> =
        value["tests"].as_array().unwrap().iter().map(|test| test["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["passed", "failed", "failed"]);
    assert_eq!(value["tests"][1]["tags"], serde_json::json!(["2A", "safety"]));
    assert_eq!(value["extra_data"]["raftlab"]["receipt"]["earned"], 5.31);
}
