//! `--shard` and `lab merge`: a hunt in pieces is the hunt.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use tempfile::TempDir;

use crate::program::{Ran, around, lab, report_in, run};

/// Runs the program around this peer in this directory.
fn within(directory: &Path, peer: &str, arguments: &str) -> Ran {
    run(around(peer).current_dir(directory), arguments)
}

/// The files of a hunt's directory that tell of its runs: the logs, and the report.
fn kept(directory: &Path) -> Vec<(String, String)> {
    let mut kept = vec![(String::from("report"), report_in(directory))];
    for entry in fs::read_dir(directory.join("logs")).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        kept.push((name, fs::read_to_string(path).unwrap()));
    }
    kept.sort();
    kept
}

#[test]
fn merged_shards_are_the_whole_report() {
    let plans = [
        ("reference", "2A basic_agree --seeds 7", 0),
        ("often-contradicts", "2A basic_agree count --seeds 20 --from 3", 1),
        ("often-contradicts", "basic_agree count --seeds 20 --from 3 --keep-going", 2),
    ];
    for (peer, plan, least) in plans {
        let temporary = TempDir::new().unwrap();
        let directory = temporary.path();
        let status = within(directory, peer, &format!("hunt {plan} --stable --out whole")).status;
        assert_eq!(status, i32::from(peer != "reference"));
        let whole = kept(&directory.join("whole"));
        assert!(whole.len() > least, "{whole:?}");
        for of in [1, 3, 9] {
            let shards: Vec<String> = (1..=of).rev().map(|number| format!("{number}-of-{of}")).collect();
            for (shard, number) in shards.iter().zip((1..=of).rev()) {
                within(directory, peer, &format!("hunt {plan} --stable --shard {number}/{of} --out {shard}"));
            }
            let merge = format!("merge {} --stable --out merged-{of} --json", shards.join(" "));
            let merged = within(directory, peer, &merge);
            assert_eq!(merged.status, status, "{}", merged.stderr);
            assert_eq!(merged.stdout, report_in(&directory.join("whole")), "{peer}: {plan}, {of} shards");
            assert_eq!(kept(&directory.join(format!("merged-{of}"))), whole, "{peer}: {plan}, {of} shards");
        }
    }
}

#[test]
fn a_log_that_no_shard_has_is_missed() {
    let temporary = TempDir::new().unwrap();
    let directory = temporary.path();
    for number in 1..=2 {
        let hunt = format!("hunt basic_agree --seeds 4 --shard {number}/2 --out {number}");
        within(directory, "contradicts", &hunt);
    }
    fs::remove_dir_all(directory.join("1/logs")).unwrap();
    fs::create_dir_all(directory.join("merged/logs")).unwrap();
    fs::write(directory.join("merged/logs/stray.log"), "of another hunt").unwrap();
    let merged = within(directory, "contradicts", "merge 1 2 --out merged");
    assert_eq!(merged.status, 1, "{}", merged.told());
    let (warning, _) = merged.stdout.split_once('\n').unwrap();
    assert!(warning.starts_with("warning: 1/logs/basic_agree_2B-1-"), "{warning}");
    assert!(
        warning.ends_with(".log is missing: hunting that shard again with --resume makes it"),
        "{warning}"
    );
    assert_eq!(fs::read_dir(directory.join("merged/logs")).unwrap().count(), 0);
}

#[test]
fn schedulers_say_which_shard_it_is() {
    let slurm = [
        ("SLURM_ARRAY_TASK_ID", "7"),
        ("SLURM_ARRAY_TASK_COUNT", "3"),
        ("SLURM_ARRAY_TASK_MIN", "5"),
        ("SLURM_ARRAY_TASK_MAX", "9"),
        ("SLURM_ARRAY_TASK_STEP", "2"),
    ];
    let kubernetes = [("JOB_COMPLETION_INDEX", "1"), ("JOB_COMPLETIONS", "3")];
    let hunt = |shard: &str, environment: &[(&str, &str)]| {
        let arguments = format!("hunt basic_agree --seeds 9 --stable --json --shard {shard}");
        run(lab().envs(environment.iter().copied()), &arguments)
    };
    let named = hunt("2/3", &[]);
    assert!(
        named.stderr.starts_with("hunting: basic_agree_2B, seeds 4 to 6, shard 2/3, "),
        "{}",
        named.stderr
    );
    for environment in [&slurm[..], &kubernetes] {
        assert_eq!(hunt("auto", environment).stdout, named.stdout, "{environment:?}");
    }
}

/// The answers to wrong command lines, each of which must end with status 2.
fn refusals(directory: &Path, wrong: &[&str]) -> String {
    let mut told = String::new();
    for arguments in wrong {
        let ran = within(directory, "reference", arguments);
        assert_eq!(ran.status, 2, "{arguments}: {}", ran.told());
        assert!(ran.stdout.is_empty(), "{arguments}: {}", ran.stdout);
        let _ = writeln!(told, "$ lab {arguments}\n{}", ran.stderr.trim_end());
    }
    told
}

/// Makes the directory `name` with the report of `from`, in which these words are others.
fn altered(directory: &Path, from: &str, name: &str, words: &str, others: &str) {
    let report = report_in(&directory.join(from));
    assert!(report.contains(words), "no {words} in {report}");
    fs::create_dir(directory.join(name)).unwrap();
    fs::write(directory.join(name).join("report.jsonl"), report.replacen(words, others, 1)).unwrap();
}

/// The build is named by a digest of the program, which is another with every change of it.
fn build(directory: &Path) -> String {
    let report = report_in(&directory.join("1"));
    let (_, rest) = report.split_once("\"build\":\"").unwrap();
    rest[..16].to_owned()
}

#[test]
fn what_is_not_all_of_one_hunt_is_not_merged() {
    let temporary = TempDir::new().unwrap();
    let directory = temporary.path();
    let hunt = |arguments: &str| {
        assert_eq!(within(directory, "reference", &format!("hunt 2A --stable {arguments}")).status, 0);
    };
    for shard in 1..=3 {
        hunt(&format!("--seeds 6 --shard {shard}/3 --out {shard}"));
    }
    hunt("--seeds 7 --shard 2/3 --out more-seeds");
    hunt("--seeds 6 --shard 2/4 --out of-four");
    hunt("--seeds 6 --keep-going --shard 2/3 --out kept-going");
    hunt("--seeds 6 --watchdog 20 --shard 2/3 --out patient");
    hunt("--seeds 6 --out whole");
    let build = build(directory);
    altered(directory, "2", "other-build", &build, "0123456789abcdef");
    altered(directory, "2", "later-version", "\"version\":1", "\"version\":2");
    altered(directory, "2", "damaged", "\"runs\":2", "\"runs\":3");
    altered(directory, "2", "cut-off", "\"part\":", "");
    altered(directory, "2", "lying", "\"complete\":true", "\"complete\":false");
    let report = report_in(&directory.join("2"));
    let without_last = report.trim_end().rsplit_once('\n').unwrap().0;
    altered(directory, "2", "interrupted", &report, &without_last.replace("te\":true", "te\":false"));
    fs::create_dir(directory.join("empty")).unwrap();
    let told = refusals(
        directory,
        &[
            "merge 1 3",
            "merge 1 2 2 3",
            "merge 1 interrupted 3",
            "merge 1 other-build 3",
            "merge 1 more-seeds 3",
            "merge 1 of-four 3",
            "merge 1 kept-going 3",
            "merge 1 patient 3",
            "merge 1 2 3 whole",
            "merge 1 later-version 3",
            "merge 1 damaged 3",
            "merge 1 cut-off 3",
            "merge 1 lying 3",
            "merge 1 empty 3",
            "merge 1 2 3 --out whole",
        ],
    );
    assert_snapshot!(told.replace(&build, "[build]"));
}

#[test]
fn hunts_that_cannot_be_are_refused() {
    let temporary = TempDir::new().unwrap();
    let directory = temporary.path();
    within(directory, "reference", "hunt 2A --seeds 1 --out there");
    fs::write(directory.join("file"), "not a directory").unwrap();
    let before = report_in(&directory.join("there"));
    let told = refusals(
        directory,
        &[
            "hunt --shard 0/3",
            "hunt --shard 4/3",
            "hunt --shard a/b",
            "hunt --shard auto",
            "hunt --shard 1/2 --failing-seeds file",
            "hunt --resume",
            "hunt 2A --seeds 1 --out there",
            "hunt 2A --seeds 2 --out there --resume",
            "hunt 2A --seeds 1 --out file",
            "hunt 2A --seeds 1 --out file/below",
            "hunt --seeds 0",
            "hunt --seeds 2 --from 18446744073709551615",
            "hunt --jobs 0",
            "hunt --watchdog 0",
        ],
    );
    assert_snapshot!(told);
    assert_eq!(report_in(&directory.join("there")), before);
}
