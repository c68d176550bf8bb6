//! Wrong command lines: a sentence that says what was wrong and what to do, and exit status 2.

use std::fmt::Write as _;

use insta::assert_snapshot;

use crate::program::{lab, run};

#[test]
fn wrong_arguments_are_answered_with_a_sentence() {
    let wrong = [
        "run figrue8",
        "run 2A 5Z",
        "run --seed twelve",
        "run --seed 18446744073709551616",
        "run --seeds 0",
        "run --seed 1 --seeds 2",
        "replay backup",
        "replay bakup 1",
        "replay churn 1",
        "replay backup seven",
        "replay backup 1 --log --node 5",
        "replay backup 1 --log --kind vote",
        "replay backup 1 --kind role",
        "frobnicate",
    ];
    let mut told = String::new();
    for arguments in wrong {
        let ran = run(&mut lab(), arguments);
        assert_eq!(ran.status, 2, "{arguments}: {}", ran.told());
        assert!(ran.stdout.is_empty(), "{arguments}: {}", ran.stdout);
        let _ = writeln!(told, "$ lab {arguments}\n{}", ran.stderr.trim_end());
    }
    assert_snapshot!(told);
}

#[test]
fn help_and_version_are_no_errors() {
    for arguments in ["--help", "--version", "run --help", "list --help", "replay --help"] {
        let ran = run(&mut lab(), arguments);
        assert_eq!(ran.status, 0, "{arguments}: {}", ran.told());
        assert!(ran.stderr.is_empty() && !ran.stdout.is_empty(), "{arguments}");
    }
}

#[test]
fn help_reads_well() {
    assert_snapshot!(run(&mut lab(), "--help").stdout);
    assert_snapshot!(run(&mut lab(), "run --help").stdout);
    assert_snapshot!(run(&mut lab(), "replay --help").stdout);
}
