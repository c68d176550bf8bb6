//! The chaos suite on the reference Raft: it passes, its faults really happen, and its plans are data that
//! drive the same run again.
#![allow(clippy::unwrap_used, reason = "a failed test is what it is for")]

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use serde_json::Value;
use sim::Event;
use tester::chaos::{Fault as PlanFault, Plan, Timed, Who, Workload};
use tester::cluster::{CrashMoment, Service};
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

/// The kind of a fault, as plans in files name it.
fn kind_of(fault: &PlanFault) -> String {
    match serde_json::to_value(fault).unwrap() {
        Value::String(name) => name,
        Value::Object(fields) => fields.keys().next().unwrap().clone(),
        other => panic!("a fault is written as {other}"),
    }
}

#[test]
fn every_kind_of_fault_begins_in_some_world() {
    let test = suite::find("swarm_X").unwrap();
    let mut begun = BTreeSet::new();
    for seed in 1..=60 {
        let plan = test.plan(seed).unwrap();
        for event in run(test, seed, None, true).events {
            if let Some(Checkpoint::Chaos(chaos)) = event.fact()
                && chaos.begins
            {
                begun.insert(kind_of(&plan.faults[chaos.number - 1].fault));
            }
        }
    }
    let kinds = [
        "blackout",
        "crash-at-save",
        "crashed",
        "flapping",
        "groups",
        "isolated",
        "majority-ring",
        "one-way",
        "paused",
        "storm",
    ];
    assert_eq!(begun.iter().collect::<Vec<_>>(), kinds);
}

#[test]
fn faults_take_effect_on_peers_and_network() {
    let test = suite::find("swarm_X").unwrap();
    let mut seen = BTreeSet::new();
    for seed in 1..=60 {
        for event in run(test, seed, None, true).events {
            seen.insert(event.fact.kind().to_owned());
            if let Some(Fault::CrashDue(moment)) = event.fact() {
                seen.insert(format!("crashed {moment} a save"));
            }
        }
    }
    let effects = ["storm", "duplicate", "drop", "cut", "pause", "clock", "crash", "boot", "install"];
    let crashes =
        ["before", "after", "between the reply and"].map(|moment| format!("crashed {moment} a save"));
    for effect in effects.map(str::to_owned).into_iter().chain(crashes) {
        assert!(seen.contains(&effect), "{effect} is missing from {seen:?}");
    }
}

/// A plan of three peers that does nothing but this.
fn only(faults: Vec<Timed>) -> Plan {
    let workload = Workload { clients: 2, think_ms: 50, ..Workload::default() };
    Plan { peers: 3, clocks: Vec::new(), service: Service::Plain, length_ms: 3000, workload, faults }
}

#[test]
fn crashes_at_saves_may_overlap() {
    let test = suite::find("swarm_X").unwrap();
    let crash = |at_ms, for_ms| {
        let fault = PlanFault::CrashAtSave { who: Who::Peer(0), save: 1, moment: CrashMoment::After };
        Timed { at_ms, for_ms, fault }
    };
    let run = run(test, 1, Some(only(vec![crash(1000, 1500), crash(1200, 500)])), true);
    assert_eq!(run.failures, Vec::<String>::new());
    let of_peer_0 = |fact: &Fault| {
        let happened = |event: &&Event| {
            event.node.is_some_and(|node| node.index() == 0) && event.fact::<Fault>() == Some(fact)
        };
        run.events.iter().filter(happened).map(|event| event.at).collect::<Vec<_>>()
    };
    // It fell to the first. The end of the second, which came to nothing, must not wake it.
    let (crashed, reborn) = (of_peer_0(&Fault::Crashed), of_peer_0(&Fault::Booted { life: 2 }));
    assert_eq!((crashed.len(), reborn.len()), (1, 1));
    assert!(reborn[0] >= sim::Instant::ZERO + Duration::from_millis(2500), "{reborn:?}");
}

#[test]
fn nobody_stands_still_beyond_the_plan() {
    let test = suite::find("swarm_X").unwrap();
    let pause = Timed { at_ms: 2500, for_ms: 60_000, fault: PlanFault::Paused(Who::Peer(1)) };
    let run = run(test, 1, Some(only(vec![pause])), true);
    assert_eq!(run.failures, Vec::<String>::new());
    let until = run.events.iter().find_map(|event| match event.fact() {
        Some(Fault::Paused { until }) => Some(*until),
        _ => None,
    });
    assert!(until.unwrap() <= sim::Instant::ZERO + Duration::from_secs(3), "{until:?}");
}
