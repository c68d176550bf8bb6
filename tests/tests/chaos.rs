//! The chaos suite on the reference Raft: it passes, its faults really happen, and its plans are data that
//! drive the same run again.
#![allow(clippy::unwrap_used, reason = "a failed test is what it is for")]

use std::collections::BTreeSet;
use std::rc::Rc;

use sim::Event;
use tester::chaos::Plan;
use tester::facts::{Checkpoint, Fault};
use tester::findings::Findings;
use tester::host::Factory;
use tester::oracle::Eyes;
use tester::suite::{self, LabTest};

struct Run {
    failures: Vec<String>,
    digest: u64,
    events: Vec<Event>,
}

/// Runs a test with a plan of its own, or with the one that the seed draws.
fn run(test: &'static LabTest, seed: u64, plan: Option<Plan>, record: bool) -> Run {
    let findings = Rc::new(Findings::default());
    let (kept, factory) = (findings.clone(), Factory::of::<raft::Peer>());
    let report = sim::run(sim::Config { record, ..sim::Config::new(seed) }, |_| async move {
        match plan {
            Some(plan) => test.drive_plan(plan, factory, Eyes::All, kept).await,
            None => test.drive(factory, Eyes::All, kept).await,
        }
    });
    report.result.unwrap_or_else(|stop| panic!("{} {seed}: {stop}", test.name));
    let failures = findings.failures.take().iter().map(ToString::to_string).collect();
    Run { failures, digest: report.digest, events: report.events }
}

#[test]
fn the_reference_passes() {
    for test in suite::chaos() {
        for seed in 1..=20 {
            assert_eq!(run(test, seed, None, false).failures, Vec::<String>::new(), "{} {seed}", test.name);
        }
    }
}

#[test]
fn a_plan_that_was_written_and_read_again_drives_the_same_run() {
    for test in suite::chaos() {
        for seed in 1..=3 {
            let written = serde_json::to_string(&test.plan(seed).unwrap()).unwrap();
            let read: Plan = serde_json::from_str(&written).unwrap();
            let (drawn, driven) = (run(test, seed, None, false), run(test, seed, Some(read), false));
            assert_eq!(drawn.digest, driven.digest, "{} {seed}", test.name);
        }
    }
}

#[test]
fn a_plan_without_one_of_its_faults_is_a_plan() {
    let test = suite::find("swarm_X").unwrap();
    for seed in 1..=5 {
        let whole = test.plan(seed).unwrap();
        for place in 0..whole.faults.len() {
            let mut plan = whole.clone();
            plan.faults.remove(place);
            let run = run(test, seed, Some(plan), true);
            assert_eq!(run.failures, Vec::<String>::new(), "{seed} without fault {}", place + 1);
            let begun = run
                .events
                .iter()
                .filter(|event| matches!(event.fact(), Some(Checkpoint::Chaos(chaos)) if chaos.begins));
            assert_eq!(begun.count(), whole.faults.len() - 1);
        }
    }
}

#[test]
fn every_kind_of_fault_really_happens() {
    let test = suite::find("swarm_X").unwrap();
    let mut kinds = BTreeSet::new();
    for seed in 1..=60 {
        for event in run(test, seed, None, true).events {
            kinds.insert(event.fact.kind());
            if let Some(Fault::CrashDue(moment)) = event.fact() {
                kinds.insert(match moment.to_string().as_str() {
                    "before" => "crashed before a save",
                    "after" => "crashed after a save",
                    _ => "crashed before a reply",
                });
            }
        }
    }
    for kind in [
        "chaos",
        "storm",
        "duplicate",
        "drop",
        "cut",
        "pause",
        "clock",
        "arm",
        "crash",
        "boot",
        "snapshot",
        "install",
        "crashed before a save",
        "crashed after a save",
        "crashed before a reply",
    ] {
        assert!(kinds.contains(kind), "{kind} is missing from {kinds:?}");
    }
}
