//! Shards of made-up hunts, merged.

use proptest::prelude::*;

use super::*;
use crate::hunt::file::{Origin, WallTimes, text, write};
use crate::hunt::samples;

fn report(plan: &Plan) -> Report {
    let origin = Origin { harness: "0.1.0".to_owned(), build: "00c0ffee00c0ffee".to_owned() };
    Report { origin, book: samples::book(plan) }
}

fn shard(plan: &Plan, number: u64, of: u64) -> (PathBuf, Report) {
    let shard = Some(Shard::new(number, of).expect("a shard"));
    (PathBuf::from(format!("out/{number}")), report(&Plan { shard, ..plan.clone() }))
}

fn shards(plan: &Plan, of: u64) -> Vec<(PathBuf, Report)> {
    (1..=of).map(|number| shard(plan, number, of)).collect()
}

fn refusal(reports: Vec<(PathBuf, Report)>) -> String {
    merge(reports).expect_err("not the shards of one hunt").to_string()
}

#[test]
fn merged_shards_are_the_whole_hunt_byte_for_byte() {
    let some = (any::<bool>(), any::<u32>(), 1_u64..60).prop_flat_map(|(keep_going, from, seeds)| {
        let plan = Plan { keep_going, ..samples::plan(3, u64::from(from), seeds) };
        let of = prop_oneof![Just(1), Just(2), Just(3), Just(7), Just(100)];
        (Just(plan), of, any::<prop::sample::Index>())
    });
    samples::for_all(200, some, |(plan, of, first)| {
        let whole = report(&plan);
        let mut reports = shards(&plan, of);
        let first = first.index(reports.len());
        reports.rotate_left(first);
        let merged = merge(reports).expect("all shards");
        assert_eq!(merged.report, whole);
        let text = |report: &Report| text(&report.origin, &report.book, WallTimes::Kept);
        assert_eq!(text(&merged.report), text(&whole));
        assert_eq!(merged.sources.len(), whole.book.families().len());
    });
}

#[test]
fn merged_files_are_the_whole_hunt_and_say_where_each_failure_is() {
    let home = tempfile::tempdir().expect("a directory");
    let plan = samples::plan(3, 1, 100);
    let mut directories = Vec::new();
    for (name, Report { origin, book }) in shards(&plan, 4) {
        let directory = home.path().join(name);
        write(&directory, &origin, &book, WallTimes::LeftOut).expect("written");
        directories.push(directory);
    }
    let merged = merge_directories(&directories).expect("all shards");
    let Report { origin, book } = report(&plan);
    assert_eq!(
        text(&merged.report.origin, &merged.report.book, WallTimes::Kept),
        text(&origin, &book, WallTimes::LeftOut)
    );
    for Source { family, directory } in merged.sources {
        let number = (family.representative.seed - 1) / 25 + 1;
        assert!(directory.ends_with(format!("out/{number}")), "{}", directory.display());
    }
}

#[test]
fn one_report_without_wall_times_leaves_the_result_without() {
    let mut reports = shards(&samples::plan(2, 1, 20), 2);
    reports[1].1.book.forget_wall_times();
    let merged = merge(reports).expect("all shards").report;
    assert!(!text(&merged.origin, &merged.book, WallTimes::Kept).contains("wall_us"));
    assert_eq!(merged.book.total().wall_us, None);
}

#[test]
fn what_is_not_all_of_one_hunt_is_refused_with_the_directories() {
    let plan = samples::plan(2, 1, 20);
    assert!(refusal(Vec::new()).starts_with("name the directories"));
    assert!(refusal(vec![("all".into(), report(&plan))]).starts_with("all holds a whole hunt"));

    let twice = vec![shard(&plan, 1, 2), ("copy".into(), shard(&plan, 1, 2).1)];
    assert_eq!(refusal(twice), "out/1 and copy both hold shard 1/2: leave one of them out");

    let some = vec![shard(&plan, 1, 4), shard(&plan, 3, 4)];
    assert_eq!(refusal(some), "of 4 shards, 2 not named beside out/1, out/3: run or name them too: 2/4, 4/4");
    let few = refusal(vec![shard(&plan, 1, u64::MAX)]);
    assert!(few.ends_with("and 18446744073709551604 more"), "{few}");
}

#[test]
fn an_interrupted_shard_is_refused() {
    let plan = samples::plan(2, 1, 20);
    let mut reports = shards(&plan, 2);
    reports[1].1.book = Book::new(reports[1].1.book.plan().clone());
    assert_eq!(refusal(reports), "interrupted before the end: out/2; run these shards again with `--resume`");
}

#[test]
fn shards_of_different_hunts_are_refused() {
    let plan = samples::plan(2, 1, 20);
    let with = |other: Report| refusal(vec![shard(&plan, 1, 2), ("other".into(), other)]);
    let second = |plan: &Plan| shard(plan, 2, 2).1;
    let mut build = second(&plan);
    build.origin.build = "0123456789abcdef".to_owned();
    assert_eq!(
        with(build),
        "out/1 and other are not shards of one hunt: the first one's build is 00c0ffee00c0ffee, the \
         second one's 0123456789abcdef; merge what one build found with the same arguments"
    );
    let mut harness = second(&plan);
    harness.origin.harness = "0.2.0".to_owned();
    assert!(with(harness).contains("harness is 0.1.0"));
    assert!(with(second(&samples::plan(3, 1, 20))).contains("tests are"));
    assert!(with(second(&samples::plan(2, 2, 20))).contains("first seed is 1,"));
    assert!(with(second(&samples::plan(2, 1, 21))).contains("number of seeds is 20"));
    assert!(with(second(&Plan { keep_going: false, ..plan.clone() })).contains("--keep-going is on"));
    assert!(with(second(&Plan { watchdog_s: 20, ..plan.clone() })).contains("--watchdog is 10 s"));
    assert!(with(shard(&plan, 2, 3).1).contains("number of shards is 2"));
}
