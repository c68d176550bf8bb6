//! Receipts: written, read back, and refused.

use super::{everybody, samples};
use crate::grade::report::{Receipt, results};
use crate::grade::{Points, Runs, TestGrade};

fn text() -> String {
    Receipt::new(&samples::basis(), &samples::buggy()).text()
}

/// What is said of the receipt with `from` replaced by `to`.
fn refused(from: &str, to: &str) -> String {
    let text = text();
    assert!(text.contains(from), "{from} is not in it");
    Receipt::parse(&text.replacen(from, to, 1), "r.json").unwrap_err().to_string()
}

#[test]
fn what_is_written_is_read_back() {
    for grade in everybody() {
        let receipt = Receipt::new(&samples::basis(), &grade);
        let read = |text: &str| Receipt::parse(text, "r.json");
        assert_eq!(read(&results(&samples::basis(), &grade)).as_ref(), Ok(&receipt), "{}", grade.name);
        assert_eq!(read(&receipt.text()), Ok(receipt), "{}", grade.name);
    }
}

#[test]
fn a_receipt_does_not_depend_on_the_clock() {
    let mut grade = samples::buggy();
    grade.tests[0].seconds = 99.0;
    assert_eq!(Receipt::new(&samples::basis(), &grade).text(), text());
}

#[test]
fn other_files_are_told_from_receipts() {
    let parse = |text: &str| Receipt::parse(text, "r.json").unwrap_err().to_string();
    assert!(parse("{\"format\": \"x\"").starts_with("r.json:1:14: EOF while parsing an object: take "));
    assert!(parse("[1]").starts_with("r.json is no receipt: "));
    assert!(parse("{\"format\": \"something\", \"version\": 1}").starts_with("r.json is no receipt: "));
    let later = refused("\"version\": 1", "\"version\": 2");
    assert_eq!(later, "r.json is a receipt of version 2, and this program knows version 1: use a newer one");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let digest = refused("\"0000000001010101\"", "\"1010101\"");
    assert!(digest.starts_with("r.json:"), "{digest}");
    assert!(digest.contains("`1010101` is no digest: these are sixteen hexadecimal digits"), "{digest}");
    assert!(refused("\"hidden\"", "\"secret\"").contains("unknown field `secret`"));
    assert!(refused("\"build\": \"built\",", "").contains("missing field `build`"));
    assert!(refused("\"earned\": 5.31", "\"earned\": 5.317").contains("5.317 is no number of points"));
}

#[test]
fn what_contradicts_itself_is_refused() {
    let changed = ": this receipt was changed after it was written";
    for (from, to, problem) in [
        ("\"earned\": 5.31", "\"earned\": 18.75", "earned: it is 18.75, and its tests' sum is 5.31"),
        ("\"passed\": 8", "\"passed\": 11", "tests[1].public: 10 planned, 10 done, 11 passed"),
        ("\"done\": 10", "\"done\": 9", "tests[0].public: 10 planned, 9 done, 10 passed"),
        ("\"0000000001010101\",\n", "", "tests[0].public.digests: 9 of them, for 10 runs"),
        ("\"earned\": 0.31", "\"earned\": 6", "tests[2].earned: 6 points for 1 of 20 runs"),
        (
            "\"planned\": 10",
            "\"planned\": 9223372036854775807",
            "tests[0].earned: 5 points for 20 of 9223372036854775817 runs",
        ),
        ("\"first_seed\": 1", "\"first_seed\": 2", "tests[0].public.first_seed: public seeds begin with 1"),
        ("\"seal\": \"5ea1", "\"seal\": \"seal", "tests[0].seal: it is not hexadecimal"),
        ("\"sources\": \"feed", "\"sources\": \"food", "sources: `foodfeed"),
        (
            "\"build\": \"built\"",
            "\"build\": \"bought\"",
            "build: `bought` is none of built, failed, refused",
        ),
        (
            "\"memory_mib\": 1024",
            "\"memory_mib\": 18446744073709551615",
            "conditions.limits.memory_mib: no rubric can have that",
        ),
        ("reelection_2A", "initial_election_2A", "tests[1]: initial_election_2A is there twice"),
    ] {
        let told = refused(from, to);
        assert!(told.starts_with(&format!("r.json: {problem}")), "{told}");
        assert!(told.ends_with(changed), "{told}");
    }
}

#[test]
fn no_rubric_plans_such_runs() {
    let changed = |change: fn(&mut TestGrade)| {
        let mut grade = samples::buggy();
        change(&mut grade.tests[2]);
        let text = Receipt::new(&samples::basis(), &grade).text();
        Receipt::parse(&text, "r.json").unwrap_err().to_string()
    };
    let fewer = changed(|test| test.public.planned = 2);
    let expected = "r.json: tests[2]: 2 public and 10 hidden runs planned, and 10 public and 10 hidden runs of initial_election_2A";
    assert!(fewer.starts_with(expected), "{fewer}");
    let many = changed(|test| {
        test.earned = Points::NONE;
        (test.hidden.planned, test.hidden.done) = (u64::MAX / 2, u64::MAX / 2);
    });
    assert!(many.starts_with("r.json: tests[2].hidden: 9223372036854775807 planned, "), "{many}");
    let early = changed(|test| test.hidden.done = 1);
    assert!(early.starts_with("r.json: tests[2].hidden: 1 done, before all of the public ones"), "{early}");
    let none = changed(|test| {
        (test.public, test.hidden) = (Runs::default(), Runs::default());
        test.digests.clear();
    });
    assert!(none.starts_with("r.json: tests[2].public: no runs were planned at all"), "{none}");
}

#[test]
fn a_test_of_another_suite_is_told() {
    let told = refused("reelection_2A", "reelection_3A");
    assert_eq!(
        told,
        "r.json: tests[1]: there is no test `reelection_3A` here: check it with the raftlab 0.1.0 that wrote it"
    );
}
