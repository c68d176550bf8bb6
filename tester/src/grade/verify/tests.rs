//! Receipts that hold, and receipts that do not.
#![allow(clippy::unwrap_used, reason = "a verification that fails should say so at once")]

use super::*;
use crate::grade::report::{Basis, samples};
use crate::grade::{Grade, Points};

/// Checks the receipt of `then`, where grading gives `now`.
fn checked(then: &Grade, now: &Grade, rubric: Option<&Rubric>) -> Verification {
    let basis = samples::basis();
    let receipt = Receipt::new(&basis, then);
    let versions = receipt.versions.clone();
    let grade = |rubric: &Rubric| Ok::<_, OtherRubric>(Receipt::new(&Basis::new(rubric, &versions), now));
    verify(&receipt, rubric, &now.sources, grade).unwrap()
}

fn with_rubric(then: &Grade, now: &Grade) -> Verification {
    checked(then, now, Some(&samples::rubric()))
}

/// What the line about this says.
fn said(verification: &Verification, what: &str) -> (State, String) {
    let line = verification.lines.iter().find(|line| line.what == what).unwrap();
    (line.state, line.text.clone())
}

#[test]
fn a_receipt_holds_that_comes_out_the_same() {
    for grade in [samples::sound(), samples::buggy(), samples::broken()] {
        let all = with_rubric(&grade, &grade);
        assert!(all.holds() && all.to_string().ends_with("\nThe receipt holds."), "{all}");
        let mut public = grade.clone();
        for test in &mut public.tests {
            (test.hidden, test.seal) = (crate::grade::Runs::default(), String::new());
        }
        let part = checked(&grade, &public, None);
        assert!(part.holds() && part.to_string().ends_with("without the rubric."), "{part}");
    }
}

#[test]
fn without_the_rubric_the_same_public_runs_are_done_and_none_is_given_up() {
    let receipt = Receipt::new(&samples::basis(), &samples::buggy());
    let rubric = public_part(&receipt);
    let names: Vec<&str> = rubric.points.iter().map(|(test, _)| test.name).collect();
    assert_eq!(names, ["initial_election_2A", "reelection_2A", "figure8_2C"]);
    let public: Vec<u64> = rubric.points.iter().map(|(test, _)| rubric.seeds.public_of(test)).collect();
    assert_eq!((public, rubric.seeds.hidden, rubric.seeds.search), (vec![10, 10, 2], 0, 0));
    assert_eq!(Conditions::from(&rubric), receipt.conditions);
    assert!(rubric.keep.all().all(|(_, factor)| factor == Factor::ALL));
    assert_eq!(rubric.possible(), receipt.possible);
}

#[test]
fn another_submission_is_not_graded() {
    let then = Receipt::new(&samples::basis(), &samples::sound());
    let grade = |_: &Rubric| -> Result<Receipt, OtherRubric> { panic!("there is nothing to grade") };
    let verification = verify(&then, None, "beef", grade).unwrap();
    assert!(!verification.holds());
    assert!(verification.to_string().contains("this is another submission"), "{verification}");
}

#[test]
fn a_changed_digest_is_told_with_its_seed() {
    let (then, mut now) = (samples::sound(), samples::sound());
    (now.tests[1].digests[2], now.tests[1].digests[7]) = (0xabc, 0xdef);
    let (state, text) = said(&with_rubric(&then, &now), "public runs");
    assert_eq!(state, State::Differs);
    assert_eq!(
        text,
        "reelection_2A: seed 3 gives 0000000000000abc, the receipt says 0000000003030303, and 1 more differ"
    );
}

#[test]
fn invented_points_and_hidden_runs_are_told() {
    let (mut then, now) = (samples::sound(), samples::sound());
    then.tests[0].possible = Points::of_hundredths(900);
    then.tests[0].earned = Points::of_hundredths(900);
    then.tests[2].seal = "0".repeat(64);
    let verification = with_rubric(&then, &now);
    assert_eq!(
        said(&verification, "points"),
        (State::Differs, "initial_election_2A: 5 of 5 here, 9 of 9 in the receipt".into())
    );
    let (state, text) = said(&verification, "hidden runs");
    assert_eq!((state, text.starts_with("figure8_2C: ")), (State::Differs, true));
    assert!(!verification.holds() && verification.to_string().ends_with("\nThe receipt does not hold."));
}

#[test]
fn a_test_that_was_taken_out_is_missed() {
    let (mut then, now) = (samples::buggy(), samples::buggy());
    then.tests.remove(1);
    let verification = with_rubric(&then, &now);
    let missing = "reelection_2A: it is missing in the receipt";
    assert_eq!(said(&verification, "public runs"), (State::Differs, missing.into()));
    assert_eq!(said(&verification, "points"), (State::Differs, "reelection_2A: 0 of 7.5 here".into()));
    assert!(!verification.holds());
}

#[test]
fn plans_that_were_changed_are_told_by_whoever_has_the_rubric() {
    let (mut then, now) = (samples::buggy(), samples::buggy());
    then.tests[2].public.planned = 2;
    let verification = with_rubric(&then, &now);
    let planned = "figure8_2C: 10 public runs planned here, 2 in the receipt";
    assert_eq!(said(&verification, "public runs"), (State::Differs, planned.into()));
    assert!(checked(&now, &then, None).holds(), "without the rubric nobody plans more than was done");
}

#[test]
fn conditions_that_were_changed_are_told_by_whoever_has_the_rubric() {
    let rubric = samples::rubric();
    let mut receipt = Receipt::new(&samples::basis(), &samples::sound());
    let again = receipt.clone();
    (receipt.conditions.limits.test_seconds, receipt.conditions.determinism) = (600, false);
    let grade = |_: &Rubric| Ok::<_, OtherRubric>(again);
    let verification = verify(&receipt, Some(&rubric), &receipt.sources, grade).unwrap();
    let changed = "test_seconds: 120 by the rubric, 600 in the receipt; \
                   determinism: true by the rubric, false in the receipt";
    assert_eq!(said(&verification, "conditions"), (State::Differs, changed.into()));
    assert!(!verification.holds());
}

#[test]
fn runs_that_cannot_be_repeated_do_not_hold() {
    let (then, mut now) = (samples::sound(), samples::sound());
    (now.tests[0].public.done, now.tests[0].public.passed) = (4, 4);
    now.tests[0].digests.truncate(4);
    let (state, text) = said(&checked(&then, &now, None), "public runs");
    assert_eq!(state, State::Differs);
    assert_eq!(text, "initial_election_2A: 4 public runs done here, 10 in the receipt");
}

#[test]
fn another_rubric_is_refused() {
    let receipt = Receipt::new(&samples::basis(), &samples::sound());
    let told = |rubric: &Rubric| {
        let grade = |_: &Rubric| -> Result<Receipt, OtherRubric> { panic!("there is nothing to grade") };
        verify(&receipt, Some(rubric), &receipt.sources, grade).unwrap_err()
    };
    let mut other = samples::rubric();
    other.seeds.public += 1;
    assert!(matches!(told(&other), OtherRubric::Digest { .. }));
    let mut base = samples::rubric();
    base.seeds.base = crate::grade::rubric::Secret::new("another secret of some length");
    assert_eq!(told(&base), OtherRubric::Base);
}

#[test]
fn another_harness_is_a_reason_and_no_fault() {
    let basis = samples::basis();
    let receipt = Receipt::new(&basis, &samples::sound());
    let mut now = receipt.clone();
    now.versions.harness = "beef".repeat(16);
    let again = |_: &Rubric| Ok::<_, OtherRubric>(now);
    let verification = verify(&receipt, None, &receipt.sources, again).unwrap();
    let (state, text) = said(&verification, "harness");
    assert_eq!(state, State::Other);
    assert!(text.contains("may differ for that reason alone"), "{text}");
    assert!(verification.holds());
}
