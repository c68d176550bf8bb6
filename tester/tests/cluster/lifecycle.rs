//! Links, crashes and restarts.

use std::rc::Rc;
use std::time::Duration;

use raftapi::Persister;
use tester::cluster::{Cluster, Service};
use tester::facts::Fault::{Booted, Connected, Crashed, Disconnected};
use tester::facts::{Fault, RoleChange};

use crate::puppet::{Part, Ping, Strings, play, settle};

/// Which directed links work, as `from -> to` pairs.
async fn links(strings: &Rc<Strings>) -> Vec<(usize, usize)> {
    let mut working = Vec::new();
    for from in 0..3 {
        for to in 0..3 {
            let end = strings.ends.borrow()[from][to].clone();
            if end.call(&Ping).await.is_some() {
                working.push((from, to));
            }
        }
    }
    working
}

fn linked_after(act: impl FnOnce(&Cluster) + 'static) -> Vec<(usize, usize)> {
    play(
        Service::Plain,
        |_| {},
        |cluster, strings| async move {
            act(&cluster);
            links(&strings).await
        },
    )
}

#[test]
fn at_first_everybody_reaches_everybody() {
    assert_eq!(linked_after(|_| {}).len(), 9);
}

#[test]
fn a_cut_peer_reaches_nobody_and_is_reached_by_nobody() {
    assert_eq!(linked_after(|cluster| cluster.disconnect(1)), [(0, 0), (0, 2), (2, 0), (2, 2)]);
}

#[test]
fn joining_links_with_connected_peers_only() {
    let links = linked_after(|cluster| {
        cluster.disconnect(0);
        cluster.disconnect(1);
        cluster.connect(0);
    });
    assert_eq!(links, [(0, 0), (0, 2), (2, 0), (2, 2)]);
}

#[test]
fn a_restarted_peer_is_linked_only_once_it_is_joined() {
    assert_eq!(linked_after(|cluster| cluster.boot(2)), [(0, 0), (0, 1), (1, 0), (1, 1)]);
    let joined = linked_after(|cluster| {
        cluster.boot(2);
        cluster.connect(2);
    });
    assert_eq!(joined.len(), 9);
}

fn disk(strings: &Strings, peer: usize) -> Persister {
    strings.disks.borrow()[peer].clone().unwrap()
}

#[test]
fn a_crash_freezes_what_was_saved_and_the_next_life_gets_a_copy() {
    play(
        Service::Plain,
        |_| {},
        |cluster, strings| async move {
            let old = disk(&strings, 1);
            old.save("before", "");
            cluster.crash(1);
            assert!(!cluster.is_running(1) && !cluster.is_connected(1));
            assert_eq!(cluster.state(1), None);
            old.save("after the crash", "");
            assert_eq!(cluster.log_sizes(), [0, "before".len(), 0]);

            cluster.boot(1);
            let new = disk(&strings, 1);
            assert_eq!(new.state(), "before");
            new.save("second life", "");
            assert_eq!((old.state().len(), cluster.log_sizes()[1]), (15, 11));
        },
    );
}

#[test]
fn nothing_of_an_old_life_acts_again() {
    let counts = play(
        Service::Plain,
        |strings| {
            let endless =
                (1..=u64::MAX).take(100).map(|index| crate::puppet::applied(index, index)).collect();
            strings.scripts.borrow_mut()[0] = vec![Part { hands_up: endless, panics: true }];
        },
        |cluster, _| async move {
            for _ in 0..20 {
                sim::yield_now().await;
            }
            cluster.crash(0);
            let before = (1..=100).filter(|index| cluster.n_committed(*index).unwrap().count > 0).count();
            sim::sleep(Duration::from_secs(1)).await;
            let after = (1..=100).filter(|index| cluster.n_committed(*index).unwrap().count > 0).count();
            (before, after)
        },
    );
    assert_eq!(counts.0, counts.1);
    assert!((1..100).contains(&counts.0), "{counts:?}");
}

#[test]
fn what_the_tester_does_is_in_the_trace() {
    let strings = Rc::new(Strings::default());
    let factory = crate::puppet::factory(&strings);
    let config = sim::Config { record: true, ..sim::Config::new(1) };
    let setup =
        tester::cluster::Setup { peers: 3, wire: tester::cluster::Wire::Reliable, service: Service::Plain };
    let report = sim::run(config, |_| async move {
        let cluster = Cluster::build(setup, factory);
        cluster.disconnect(1);
        cluster.boot(2);
        strings.let_lead(0, 5);
        cluster.connect(1);
        cluster.state(0);
        settle().await;
    });
    report.result.unwrap();
    let of = |node: usize| {
        let events =
            report.events.iter().filter(move |event| event.node.is_some_and(|id| id.index() == node));
        events.filter_map(|event| event.fact::<Fault>().copied()).collect::<Vec<_>>()
    };
    assert_eq!(of(1), [Booted { life: 1 }, Connected, Disconnected, Connected]);
    assert_eq!(of(2), [Booted { life: 1 }, Connected, Disconnected, Crashed, Booted { life: 2 }]);
    let roles: Vec<_> =
        report.events.iter().filter_map(|event| event.fact::<RoleChange>().copied()).collect();
    assert!(roles.contains(&RoleChange { term: 5, is_leader: true }));
}
