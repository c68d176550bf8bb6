//! Every flaw is met by the test that is there to meet it, and told as what it is.

use serde_json::Value;

use crate::program::{broken, run};

/// The runs of these tests, as `--json` tells of them. Every one must fail.
fn failures(flaw: &str, tests: &str) -> Vec<Value> {
    let ran = run(&mut broken(flaw), &format!("run --json {tests}"));
    assert_eq!(ran.status, 1, "{flaw}: {}", ran.told());
    let failures: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for failure in &failures {
        assert_eq!(failure["outcome"], "failed", "{flaw}: {failure}");
    }
    failures
}

/// Runs one test against peers with this flaw: it must fail with this class, and with a message that has all
/// of these words.
fn meets(flaw: &str, test: &str, class: &str, words: &[&str]) {
    let [failure] = failures(flaw, test).try_into().expect("one test");
    assert_eq!(failure["class"], class, "{flaw}: {failure}");
    let message = failure["message"].as_str().unwrap();
    assert!(words.iter().all(|word| message.contains(word)), "{flaw}: {message}");
}

#[test]
fn what_costs_too_much_is_a_matter_of_cost() {
    meets("keeps-its-log", "snapshot_basic_2D", "cost", &["bytes of Raft state", "must stay below 2000"]);
    meets("chatters", "count_2B", "cost", &["RPCs handled", "at most 30 are allowed"]);
}

#[test]
fn what_breaks_the_agreement_is_a_matter_of_safety() {
    let without_majority = ["1 peer applied 20 at index 2", "only two of five peers can talk"];
    meets("commits-alone", "fail_no_agree_2B", "safety", &without_majority);
    meets("contradicts", "basic_agree_2B", "safety", &["peer 2 applied 100 at index 1, and peer 1 applied"]);
    meets("forgets", "persist1_2C", "safety", &["both led term 1"]);
}

/// The nonsense is told at the very event, and the panic that ends the run comes later.
#[test]
fn what_a_client_saw_is_told_though_a_peer_panics_before_the_test_ends() {
    meets(
        "talks-nonsense",
        "reliable_churn_2C",
        "safety",
        &["at index 1, but no peer ever took it for that index"],
    );
}

#[test]
fn a_peer_that_panics_in_its_destructor_is_to_blame_itself() {
    let failures = failures("dies-loudly", "2A");
    assert_eq!(failures.len(), 3, "each test has its turn");
    for failure in failures {
        assert_eq!(failure["class"], "panic", "{failure}");
        let message = failure["message"].as_str().unwrap();
        assert!(message.starts_with("peer ") && message.contains("must it end like this?"), "{message}");
    }
}
