//! Plans as data: what seeds draw, how they read, and what is refused.

use std::collections::BTreeMap;

use tester::chaos::{Burst, Fault, Plan, Spell, Timed, Who, Workload};
use tester::cluster::{CrashMoment, Service};
use tester::suite;

fn swarm(seed: u64) -> Plan {
    suite::find("swarm_X").unwrap().plan(seed).unwrap()
}

fn kind(fault: &Fault) -> &'static str {
    match fault {
        Fault::Storm(_) => "storm",
        Fault::OneWay { .. } => "one-way",
        Fault::Groups(groups) if groups.concat().len() > groups.concat().iter().max().unwrap() + 1 => {
            "bridge"
        }
        Fault::Groups(_) => "halves",
        Fault::MajorityRing(_) => "ring",
        Fault::Flapping { .. } => "flapping",
        Fault::Isolated(_) => "isolated",
        Fault::Crashed(Who::Peer(_)) => "crashed",
        Fault::Crashed(Who::Leader) => "leader crashed",
        Fault::Blackout => "blackout",
        Fault::CrashAtSave { moment: CrashMoment::Before, .. } => "before save",
        Fault::CrashAtSave { moment: CrashMoment::After, .. } => "after save",
        Fault::CrashAtSave { moment: CrashMoment::BeforeReply, .. } => "before reply",
        Fault::Paused(_) => "paused",
    }
}

/// Each kind of fault is in about two plans of five, storms in more, so most plans lack most of them.
#[test]
fn the_swarm_draws_every_kind_of_fault_and_not_all_at_once() {
    const PLANS: u64 = 400;
    let mut plans_with: BTreeMap<&str, u64> = BTreeMap::new();
    let mut sizes: BTreeMap<usize, u64> = BTreeMap::new();
    for seed in 1..=PLANS {
        let plan = swarm(seed);
        plan.check().unwrap();
        *sizes.entry(plan.peers).or_default() += 1;
        let mut kinds: Vec<&str> = plan.faults.iter().map(|timed| kind(&timed.fault)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            *plans_with.entry(kind).or_default() += 1;
        }
    }
    assert_eq!(plans_with.len(), 14, "{plans_with:?}");
    for (kind, count) in &plans_with {
        assert!((60..320).contains(count), "{kind}: {count} of {PLANS}");
    }
    assert_eq!(sizes.keys().copied().collect::<Vec<_>>(), [3, 5, 7]);
    assert!(sizes.values().all(|count| (100..170).contains(count)), "{sizes:?}");
}

#[test]
fn every_plan_of_the_suite_can_be_driven_and_read_back() {
    for test in suite::chaos() {
        for seed in 1..=20 {
            let plan = test.plan(seed).unwrap();
            plan.check().unwrap();
            assert!(plan.peers <= test.peers && plan.peers == test.peers_of(seed));
            let json = serde_json::to_string(&plan).unwrap();
            assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
        }
    }
    assert!(suite::find("backup_2B").unwrap().plan(1).is_none());
}

#[test]
fn a_plan_reads_as_a_list() {
    let timed = |at_ms, for_ms, fault| Timed { at_ms, for_ms, fault };
    let plan = Plan {
        peers: 3,
        clocks: vec![900, 1000, 1200],
        service: Service::SnapshotsEvery(5),
        length_ms: 4000,
        workload: Workload {
            clients: 2,
            think_ms: 100,
            bursts: vec![Burst { at_ms: 500, commands: 20 }],
            idle: vec![Spell { from_ms: 1000, to_ms: 2000 }],
        },
        faults: vec![
            timed(0, 4000, Fault::Storm(labrpc::Storm { request_loss: 50, ..labrpc::Storm::NONE })),
            timed(300, 700, Fault::Groups(vec![vec![0], vec![1, 2]])),
            timed(1500, 250, Fault::CrashAtSave { who: Who::Leader, save: 2, moment: CrashMoment::Before }),
            timed(2000, 100, Fault::Paused(Who::Peer(2))),
        ],
    };
    let text = "3 peers for 4.000 s, a snapshot at every 5 commands
clocks at 900, 1000, 1200 thousandths of true time
2 clients, each a command in 100 ms or less; 20 commands at once at 0.500 s; idle from 1.000 s to 2.000 s
  1. 0.000 s to 4.000 s: storm, 50 ‰ of requests lost
  2. 0.300 s to 1.000 s: partition into 0 | 1 2
  3. 1.500 s to 1.750 s: the leader crashes before save 2 from then
  4. 2.000 s to 2.100 s: peer 2 stands still";
    assert_eq!(plan.to_string(), text);
}

#[test]
fn a_plan_that_cannot_be_is_refused_with_a_sentence() {
    let plan = swarm(1);
    let refusal = |plan: Plan| plan.check().unwrap_err().to_string();
    assert_eq!(refusal(Plan { peers: 0, ..plan.clone() }), "a plan has 1 to 64 peers, this one 0");
    assert_eq!(
        refusal(Plan { length_ms: 600_000, ..plan.clone() }),
        "a plan lasts 60000 ms at most, this one 600000 ms"
    );
    assert_eq!(
        refusal(Plan { clocks: vec![0], ..plan.clone() }),
        "a clock runs at 500 to 2000 thousandths of true time, not at 0"
    );
    let faults = vec![Timed { at_ms: 0, for_ms: 1, fault: Fault::Crashed(Who::Peer(9)) }];
    assert_eq!(refusal(Plan { faults, peers: 3, ..plan }), "fault 1 names peer 9: the peers are 0 to 2");
}
