//! `lab hunt`: what it finds, and that it is the same however the work was shared.

use std::fs;

use insta::assert_snapshot;
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Ran, around, broken, families, lab, objects, report_in, run};

#[test]
fn the_reference_passes() {
    let ran = run(&mut lab(), "hunt 2A 2B --seeds 3");
    assert_eq!(ran.status, 0, "{}", ran.told());
    let last: Vec<&str> = ran.stdout.lines().rev().take(3).collect();
    assert_eq!(last[1..], ["39 passed, 0 failed", "39 runs, no failure"]);
    assert!(last[0].contains(" runs/s, ") && ran.stderr.is_empty(), "{}", ran.told());
}

#[test]
fn programs_get_the_report_that_is_kept() {
    let directory = TempDir::new().unwrap();
    let out = directory.path().join("reports/today");
    let arguments = format!("hunt 2A --seeds 3 --from 5 --json --out {}", out.display());
    let ran = run(&mut lab(), &arguments);
    assert_eq!(ran.status, 0, "{}", ran.told());
    assert_eq!(ran.stdout, report_in(&out));
    assert!(ran.stderr.contains("\n9 runs, no failure\n9 passed, 0 failed\n"), "{}", ran.stderr);

    let lines = objects(&ran.stdout);
    let tests = ["initial_election_2A", "reelection_2A", "many_elections_2A"];
    let header = [
        ("report", Value::from("raftlab hunt")),
        ("version", 1.into()),
        ("tests", tests.as_slice().into()),
        ("from", 5.into()),
        ("seeds", 3.into()),
        ("shard", Value::Null),
        ("keep_going", false.into()),
        ("watchdog_s", 10.into()),
        ("complete", true.into()),
    ];
    for (key, value) in header {
        assert_eq!(lines[0][key], value, "{key}");
    }
    assert_eq!(lines.len(), 1 + tests.len());
    for (line, test) in lines[1..].iter().zip(tests) {
        let figures = [&line["first"], &line["last"], &line["runs"], &line["passed"]];
        assert_eq!((&line["test"], figures.map(Value::as_u64)), (&test.into(), [5, 7, 3, 3].map(Some)));
        assert!(line["wall_us"].is_u64(), "{line}");
    }
}

fn without_wall_times(report: &str) -> Vec<Value> {
    let mut lines = objects(report);
    for line in &mut lines {
        line.as_object_mut().unwrap().remove("wall_us");
    }
    lines
}

#[test]
fn any_number_of_jobs_gives_the_same_report() {
    let cases = [
        ("reference", ""),
        ("contradicts", ""),
        ("often-contradicts", ""),
        ("contradicts", "--keep-going"),
        ("often-contradicts", "--keep-going"),
    ];
    for (peer, going) in cases {
        let hunt = |jobs: u32, how: &str| {
            let arguments =
                format!("hunt 2A basic_agree count --seeds 20 --jobs {jobs} {going} --json {how}");
            run(&mut around(peer), &arguments)
        };
        let one = hunt(1, "--stable");
        assert_eq!(one.status, i32::from(peer != "reference"), "{}", one.stderr);
        assert!(!one.stdout.contains("wall_us"), "{}", one.stdout);
        for jobs in [2, 5] {
            assert_eq!(hunt(jobs, "--stable").stdout, one.stdout, "{peer}, {jobs} jobs {going}");
        }
        let timed = hunt(3, "").stdout;
        assert_eq!(timed.matches("\"wall_us\":").count(), timed.matches("\"first\":").count());
        assert_eq!(without_wall_times(&timed), objects(&one.stdout), "{peer}, {going}");
    }
}

#[test]
fn many_failing_runs_are_told_as_few_bugs() {
    let ran = run(&mut broken("moody"), "hunt initial_election many_elections --seeds 9 --keep-going");
    assert_eq!(ran.status, 1);
    assert_snapshot!(ran.found());
}

#[test]
fn each_bug_has_the_log_that_a_replay_shows() {
    let directory = TempDir::new().unwrap();
    let arguments = "hunt initial_election --seeds 9 --keep-going --out .";
    let logs = directory.path().join("logs");
    fs::create_dir(&logs).unwrap();
    for stray in ["initial_election_2A-9-00000000.log", "log.new"] {
        fs::write(logs.join(stray), "what another hunt has left").unwrap();
    }
    let ran = run(broken("moody").current_dir(directory.path()), arguments);
    let families = families(&report_in(directory.path()));
    assert_eq!(families.len(), 3, "{}", ran.told());
    assert_eq!(fs::read_dir(&logs).unwrap().count(), families.len());
    for family in families {
        let [name, test] = ["family", "test"].map(|key| family[key].as_str().unwrap());
        let seed = &family["representative"]["seed"];
        let file = fs::read_to_string(logs.join(format!("{test}-{seed}-{name}.log"))).unwrap();
        let (heading, log) = file.split_once('\n').unwrap();
        let replayed = run(&mut broken("moody"), &format!("replay {test} {seed} --log --hints none")).stdout;
        let (_, replayed) = replayed.split_once('\n').unwrap();
        assert_eq!((heading, log), (format!("{test} {seed}").as_str(), replayed));
    }
}

/// The failing seeds in this report, by whichever rule the bug first showed.
fn failing_seeds(report: &str) -> Vec<u64> {
    let families = families(report);
    let seeds = families.iter().flat_map(|family| family["seeds"].as_array().unwrap());
    let mut seeds: Vec<_> = seeds.map(|seed| seed.as_u64().unwrap()).collect();
    seeds.sort_unstable();
    seeds
}

#[test]
fn a_test_stops_at_its_smallest_failing_seed() {
    let hunt = |arguments: &str| run(&mut broken("often-contradicts"), &format!("hunt {arguments} --json"));
    let all = failing_seeds(&hunt("basic_agree --from 2 --seeds 40 --keep-going").stdout);
    assert!(all.len() > 2 && all[0] > 2, "{all:?}: some pass, and some fail");
    for (nth, before) in [1].iter().chain(&all[..2]).enumerate() {
        let ran = hunt(&format!("basic_agree --from {} --seeds 30 --jobs 5", before + 1));
        assert_eq!(failing_seeds(&ran.stdout), all[nth..=nth]);
        let block = &objects(&ran.stdout)[1];
        assert_eq!((&block["first"], &block["last"]), (&(before + 1).into(), &all[nth].into()));
        assert!(
            ran.stderr.contains("; a test ends at its smallest failing seed: rates want --keep-going\n"),
            "{}",
            ran.stderr
        );
    }
}

/// The command that a hunt prints, without `cargo lab`.
fn replay_line(ran: &Ran) -> &str {
    let mut lines = ran.stderr.lines().filter_map(|line| line.trim().strip_prefix("replay: cargo lab "));
    lines.next_back().expect("a command that repeats the run")
}

/// One peer in a thousand goes wrong: with seed 517, and no earlier one.
#[test]
fn a_rare_bug_is_found_and_its_printed_command_repeats_it() {
    let hunt = "hunt basic_agree_2B --from 501 --seeds 40 --keep-going --json --stable";
    let found = run(&mut broken("rarely-contradicts"), hunt);
    assert_eq!(found.status, 1);
    assert!(found.stderr.contains("\n1 failing run, 1 bug:\n"), "{}", found.stderr);
    assert_eq!(failing_seeds(&found.stdout), [517]);
    let representative = &families(&found.stdout)[0]["representative"];
    let again = run(&mut broken("rarely-contradicts"), &format!("{} --json", replay_line(&found)));
    assert_eq!(again.status, 1);
    let [line] = objects(&again.stdout).try_into().unwrap();
    for key in ["seed", "digest", "message"] {
        assert_eq!(line[key], representative[key], "{key}");
    }
}
