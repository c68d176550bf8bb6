//! Runs that are told what to do: by their own decisions they are the same runs, and without some of them
//! these do not come to pass.

#![allow(clippy::unwrap_used, reason = "a test that cannot do its work should panic")]

use std::sync::{Arc, Mutex};

use labrpc::Mishaps;
use tester::host::Factory;
use tester::runner::{Audience, LogEvent, Outcome, Watch};
use tester::steering::{Decisions, Deed, Deeds, Numbers, Steering};
use tester::suite;

fn run(test: &str, seed: u64, steering: Steering) -> Outcome {
    let watch = Watch { steering, ..Watch::default() };
    watch.run(suite::find(test).unwrap(), seed, &Factory::of::<raft::Peer>())
}

/// What a run is told that does all this again.
fn again(decisions: &Decisions) -> Steering {
    let Decisions { messages, choices, deeds, .. } = decisions.clone();
    let picks = Some((0..choices).collect());
    Steering { messages: Some(messages), picks, deeds, ..Steering::default() }
}

fn decided(test: &str, seed: u64) -> (Outcome, Decisions) {
    let mut outcome = run(test, seed, Steering { tell: true, ..Steering::default() });
    let decisions = outcome.decisions.take().unwrap();
    (outcome, *decisions)
}

/// Hears how often each kind of event happens.
#[derive(Default)]
struct Ear(Mutex<Vec<String>>);

impl Audience for Ear {
    fn wants_events(&self) -> bool {
        true
    }

    fn event(&self, event: LogEvent) {
        self.0.lock().unwrap().push(format!("{} {}", event.kind, event.text));
    }
}

/// How many events of a run have this in them.
fn count(test: &str, seed: u64, steering: Steering, part: &str) -> usize {
    let ear = Arc::new(Ear::default());
    let watch = Watch { steering, audience: Some(ear.clone()), ..Watch::default() };
    let outcome = watch.run(suite::find(test).unwrap(), seed, &Factory::of::<raft::Peer>());
    assert!(outcome.verdict.passed(), "{:?}", outcome.verdict.message());
    let heard = ear.0.lock().unwrap();
    heard.iter().filter(|event| event.contains(part)).count()
}

#[test]
fn a_run_that_is_told_its_own_decisions_is_the_same_run() {
    for test in ["backup_2B", "persist1_2C", "figure8_2C", "figure8_unreliable_2C", "unreliable_churn_2C"] {
        let (outcome, decisions) = decided(test, 3);
        let told = run(test, 3, again(&decisions));
        assert_eq!((told.digest, told.observed), (outcome.digest, outcome.observed), "{test}");
    }
    for test in ["swarm_X", "crash_at_save_X", "settle_X"] {
        for seed in 1..4 {
            let (outcome, decisions) = decided(test, seed);
            let told = run(test, seed, again(&decisions));
            assert_eq!((told.digest, told.observed), (outcome.digest, outcome.observed), "{test} {seed}");
        }
    }
}

#[test]
fn to_tell_decisions_changes_nothing() {
    let (outcome, _) = decided("swarm_X", 5);
    assert_eq!(outcome.digest, run("swarm_X", 5, Steering::default()).digest);
}

#[test]
fn without_mishaps_no_message_is_lost() {
    let calm = Steering { messages: Some(Mishaps::default()), ..Steering::default() };
    for lost in ["request lost", "reply lost"] {
        assert!(count("unreliable_agree_2C", 1, Steering::default(), lost) > 0);
        assert_eq!(count("unreliable_agree_2C", 1, calm.clone(), lost), 0);
    }
}

#[test]
fn deeds_that_are_left_out_are_not_done_and_the_test_does_not_notice() {
    let told = |deed: Deed, numbers: Numbers| Steering {
        deeds: Deeds([(deed, numbers)].into()),
        ..Steering::default()
    };
    for (test, deed, kind) in [
        ("figure8_2C", Deed::Crash, "crash crashed"),
        ("persist1_2C", Deed::Crash, "crash crashed"),
        ("backup_2B", Deed::CutOff, "disconnect cut off"),
        ("bridge_X", Deed::Cut, "cut links cut"),
        ("paused_leader_X", Deed::Pause, "pause stands still"),
    ] {
        let all = count(test, 1, Steering::default(), kind);
        assert!(all > 1, "{test}: {all}");
        assert_eq!(count(test, 1, told(deed, Numbers::default()), kind), 0, "{test}");
        assert_eq!(count(test, 1, told(deed, Numbers::range(1, 1)), kind), 1, "{test}");
    }
}

/// What the network was said to be like, whenever links were cut or mended.
fn cuts(plan: &str, told: Deeds) -> Vec<String> {
    let plan = serde_json::from_str(plan).unwrap();
    let ear = Arc::new(Ear::default());
    let steering = Steering { plan: Some(plan), deeds: told, ..Steering::default() };
    let watch = Watch { steering, audience: Some(ear.clone()), ..Watch::default() };
    watch.run(suite::find("swarm_X").unwrap(), 1, &Factory::of::<raft::Peer>());
    let heard = ear.0.lock().unwrap();
    heard.iter().filter_map(|event| Some(event.strip_prefix("cut ")?.to_owned())).collect()
}

#[test]
fn of_faults_that_overlap_each_can_be_left_out() {
    let plan = r#"{
        "peers": 3, "service": "plain", "length_ms": 3000,
        "workload": {"clients": 1, "think_ms": 50},
        "faults": [
            {"at_ms": 500, "for_ms": 2000, "fault": {"one-way": {"from": 0, "to": 1}}},
            {"at_ms": 1000, "for_ms": 500, "fault": {"one-way": {"from": 1, "to": 2}}}
        ]
    }"#;
    let only = |number| Deeds([(Deed::Cut, Numbers::range(number, number))].into());
    let mended = "no link is cut any more";
    let all = ["links cut: 0>1", "links cut: 0>1 1>2", "links cut: 0>1", mended];
    assert_eq!(cuts(plan, Deeds::default()), all);
    assert_eq!(cuts(plan, only(1)), ["links cut: 0>1", mended]);
    assert_eq!(cuts(plan, only(2)), ["links cut: 1>2", mended]);
    assert!(cuts(plan, only(3)).is_empty());
}
