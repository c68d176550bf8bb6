//! Receipts, which anybody can check.

use std::fs;
use std::path::Path;

use crate::graded::{BROKEN, BUGGY, GRADED, SOUND};
use crate::program::{Ran, lab, ran};

/// Checks a receipt against a submission.
fn verify(receipt: &Path, submission: &str, more: &[&str]) -> Ran {
    let mut lab = lab(&GRADED.home);
    lab.args(["grade", "--profile", "dev", "--verify"])
        .arg(receipt)
        .arg(GRADED.submission(submission))
        .args(more);
    ran(lab.output().unwrap())
}

fn receipt(name: &str) -> std::path::PathBuf {
    GRADED.out().join(name).join("receipt.json")
}

#[test]
fn receipts_hold_for_anybody_and_for_the_staff() {
    for name in [SOUND, BUGGY, BROKEN] {
        let public = verify(&receipt(name), name, &[]);
        assert_eq!(public.status, 0, "{name}: {public:?}");
        assert!(public.stdout.contains("as far as it can be known without the rubric"), "{public:?}");
        let whole = verify(&receipt(name), name, &["--rubric", "grading.toml"]);
        assert_eq!(whole.status, 0, "{name}: {whole:?}");
        assert!(whole.stdout.trim_end().ends_with("The receipt holds."), "{whole:?}");
    }
}

#[test]
fn a_receipt_of_somebody_else_does_not_hold() {
    let other = verify(&receipt(SOUND), BUGGY, &[]);
    assert_eq!(other.status, 1, "{other:?}");
    assert!(other.stdout.contains("this is another submission"), "{other:?}");
}

#[test]
fn a_receipt_that_was_changed_does_not_hold() {
    let text = fs::read_to_string(receipt(SOUND)).unwrap();
    let digest = text.split("\"digests\": [").nth(1).unwrap().split('"').nth(1).unwrap();
    let changed = GRADED.home.join("changed.json");
    fs::write(&changed, text.replacen(digest, "0123456789abcdef", 1)).unwrap();
    let verified = verify(&changed, SOUND, &[]);
    assert_eq!(verified.status, 1, "{verified:?}");
    assert!(
        verified.stdout.contains(&format!("seed 1 gives {digest}, the receipt says 0123456789abcdef")),
        "{verified:?}"
    );
    fs::write(&changed, text.replacen("\"earned\"", "\"gained\"", 1)).unwrap();
    let refused = verify(&changed, SOUND, &[]);
    assert_eq!(refused.status, 2, "{refused:?}");
    assert!(
        refused.stderr.contains("changed.json:") && refused.stderr.contains("unknown field `gained`"),
        "{refused:?}"
    );
}

#[test]
fn the_rubric_must_be_that_of_the_receipt() {
    let other = GRADED.home.join("other.toml");
    fs::write(&other, "[points]\n2A = 16\n").unwrap();
    let refused = verify(&receipt(SOUND), SOUND, &["--rubric", "other.toml"]);
    assert_eq!(refused.status, 2, "{refused:?}");
    assert!(refused.stderr.contains("the receipt is of another rubric"), "{refused:?}");
}
