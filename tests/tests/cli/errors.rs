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
        "run --seed -1",
        "run --seeds 0",
        "run --seeds -1",
        "run --seeds 99999999999999999999",
        "run _",
        "run --seed 1 --seeds 2",
        "replay backup",
        "replay bakup 1",
        "replay churn 1",
        "replay backup seven",
        "replay backup_2B -1",
        "replay backup 1 --log --node 5",
        "replay backup 1 --log --node x",
        "replay backup 1 --log --kind vote",
        "replay backup 1 --kind role",
        "replay backup 1 --trace both --html ./both",
        "replay backup 1 --perfetto .",
        "view Cargo.toml --html Cargo.toml",
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
fn colours_in_errors_come_when_asked_for() {
    let coloured = |arguments| run(&mut lab(), arguments).stderr.contains("\u{1b}[");
    assert!(!coloured("run --seed twelve"));
    assert!(coloured("run --seed twelve --color always"));
    assert!(coloured("--color=always frobnicate"));
    let forced = |arguments| run(lab().env("CLICOLOR_FORCE", "1"), arguments).stderr.contains("\u{1b}[");
    assert!(forced("frobnicate"));
    assert!(!forced("frobnicate --color never"));
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
