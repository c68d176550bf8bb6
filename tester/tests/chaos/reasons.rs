//! Peers that never recover, each in a way of its own, and what the liveness phase says of them.

use std::rc::Rc;
use std::time::Duration;

use raftapi::prelude::*;
use raftapi::{Inspection, LogMark, Role};
use tester::chaos::{Plan, Workload};
use tester::cluster::Service;
use tester::failure::{Class, Failure};
use tester::findings::Findings;
use tester::oracle::Eyes;
use tester::suite;

use crate::actor::{Act, Ask, factory};

/// Has actors go through an empty plan; the rule that they break, and the sentence.
fn failure_of(peers: usize, act: Act) -> (&'static str, String) {
    let failure = raised(peers, act);
    assert_eq!(failure.class(), Class::Liveness);
    (failure.rule(), failure.to_string())
}

fn raised(peers: usize, act: Act) -> Failure {
    let plan = Plan {
        peers,
        clocks: Vec::new(),
        service: Service::Plain,
        length_ms: 100,
        workload: Workload::default(),
        faults: Vec::new(),
    };
    let findings = Rc::new(Findings::default());
    let kept = findings.clone();
    let report = sim::run(sim::Config::new(1), |_| async move {
        let test = suite::find("swarm_X").unwrap();
        test.drive_plan(plan, factory(act), Eyes::Off, kept).await;
    });
    report.result.unwrap();
    findings.failures.take().into_iter().next().expect("actors do not recover")
}

/// Peer 0 leads and takes every command for index 1.
const LED: Act = Act {
    state: |me| PeerState { term: 3, is_leader: me == 0 },
    start: |me, _| (me == 0).then_some(Started { index: 1, term: 3 }),
    inspect: |_| None,
    saves: &[],
    live: |_, _| (),
};

fn shown(role: Role, entries: usize, commit_index: u64) -> Inspection {
    Inspection {
        role,
        term: 3,
        voted_for: None,
        commit_index,
        last_applied: 0,
        snapshot_index: 0,
        snapshot_term: 0,
        log: vec![LogMark::new(3, b"1"); entries],
    }
}

#[test]
fn nobody_stands_for_election() {
    let (rule, told) = failure_of(3, Act::default());
    assert_eq!(rule, "leader-after-heal");
    assert_eq!(
        told,
        "no leader 10.0 s after everything was healed: nobody stands for election, all stay in term 1; peers \
         0, 1 and 2 report term 1, and none leads"
    );
}

#[test]
fn terms_race() {
    let term = |_| PeerState { term: sim::now().as_nanos() / 300_000_000, is_leader: false };
    let (rule, told) = failure_of(3, Act { state: term, ..Act::default() });
    assert_eq!(rule, "leader-after-heal");
    assert!(told.contains("terms race, from 0 to 33, and no leader lasts"), "{told}");
}

#[test]
fn no_quorum_is_asked() {
    let live = |me: usize, ends: Vec<ClientEnd>| {
        if me == 0 {
            sim::spawn(async move {
                loop {
                    ends[1].call(&Ask).await;
                    sim::sleep(Duration::from_millis(100)).await;
                }
            });
        }
    };
    let (rule, told) = failure_of(5, Act { live, ..Act::default() });
    assert_eq!(rule, "leader-after-heal");
    assert!(told.contains("only 1 of 5 peers got any request"), "{told}");
}

#[test]
fn a_leader_that_refuses() {
    let (rule, told) = failure_of(3, Act { start: |_, _| None, ..LED });
    assert_eq!(rule, "agreement-after-heal");
    assert!(told.starts_with("peer 0 refuses commands 10.0 s after everything was healed"), "{told}");
}

#[test]
fn a_leader_that_takes_commands_in_another_term() {
    let start = |me, _: &Persister| (me == 0).then_some(Started { index: 1, term: 4 });
    let failure = raised(3, Act { start, ..LED });
    assert_eq!((failure.class(), failure.rule()), (Class::Safety, "term-of-command"));
    assert_eq!(failure.to_string(), "peer 0 was found to lead term 3, but took 1 in term 4");
}

#[test]
fn why_a_command_is_not_applied() {
    let why = |inspect: fn(usize) -> Option<Inspection>| {
        let (rule, told) = failure_of(3, Act { inspect, ..LED });
        assert_eq!(rule, "agreement-after-heal");
        told.split_once("for index 1: ").expect("a reason").1.to_owned()
    };
    assert_eq!(why(|_| None), "the peers show no reason");
    assert_eq!(
        why(|me| Some(if me == 0 { shown(Role::Leader, 1, 0) } else { shown(Role::Follower, me - 1, 0) })),
        "the log of peer 1 has ended all the while at index 0 and the leader's at 1, so next_index for it does \
         not get there"
    );
    assert_eq!(
        why(|me| Some(shown(if me == 0 { Role::Leader } else { Role::Follower }, 1, 0))),
        "all logs reach index 1, but commit_index of leader 0 stays at 0"
    );
    assert_eq!(
        why(|me| Some(shown(Role::Follower, 1, u64::from(me == 0)))),
        "peer 0 has committed up to index 1, but handed up 0 commands only"
    );
}
