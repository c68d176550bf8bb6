//! Directed links, machines that stand still, and clocks that do not show true time.

use std::cell::RefCell;
use std::time::Duration;

use raftapi::prelude::*;
use tester::cluster::{Cluster, Cuts, Service, Setup, Wire};

use crate::actor::{Act, Ask, factory, play};

thread_local! {
    /// The ends of each peer's latest life.
    static ENDS: RefCell<Vec<Vec<ClientEnd>>> = const { RefCell::new(Vec::new()) };
    /// When peer 0 ticked, in true milliseconds.
    static TICKS: RefCell<Vec<u128>> = const { RefCell::new(Vec::new()) };
}

const LINKED: Act = Act {
    state: |_| PeerState { term: 1, is_leader: false },
    start: |_, _| Some(Started { index: 1, term: 1 }),
    inspect: |_| None,
    saves: &[],
    live: |me, ends| {
        ENDS.with_borrow_mut(|all| {
            all.truncate(3);
            all.resize(3, Vec::new());
            all[me] = ends;
        });
    },
};

/// Which of two different peers can ask which.
async fn links() -> Vec<(usize, usize)> {
    let ends = ENDS.with_borrow(Clone::clone);
    let mut working = Vec::new();
    for (from, to) in [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)] {
        if ends[from][to].call(&Ask).await.is_some() {
            working.push((from, to));
        }
    }
    working
}

#[test]
fn a_one_way_cut_is_one_way() {
    let (working, _) = play(LINKED, |cluster| async move {
        cluster.set_cuts(Cuts::one_way(0, 2));
        links().await
    });
    assert_eq!(working, [(0, 1), (1, 0), (1, 2), (2, 0), (2, 1)]);
}

#[test]
fn a_restarted_peer_respects_the_cuts_and_mending_the_disconnected() {
    let (working, _) = play(LINKED, |cluster| async move {
        cluster.partition(&[[0, 1]]);
        cluster.boot(1);
        cluster.connect(1);
        let cut = links().await;
        cluster.disconnect(0);
        cluster.mend();
        (cut, links().await)
    });
    assert_eq!(working, (vec![(0, 1), (1, 0)], vec![(1, 2), (2, 1)]));
}

#[test]
fn a_paused_peer_takes_nothing_in_and_catches_up() {
    let act = Act {
        live: |me, ends| {
            (LINKED.live)(me, ends);
            if me == 0 {
                sim::spawn(tick());
            }
        },
        ..LINKED
    };
    TICKS.take();
    let (answered, _) = play(act, |cluster| async move {
        sim::sleep(Duration::from_millis(55)).await;
        cluster.pause(0, Duration::from_millis(300));
        assert!(cluster.is_paused(0) && cluster.start(0, 1).is_none() && cluster.start(1, 1).is_some());
        let ends = ENDS.with_borrow(Clone::clone);
        let began = sim::now();
        let answered = ends[1][0].call(&Ask).await.is_some();
        (answered, (sim::now() - began).as_millis(), cluster.is_paused(0))
    });
    assert_eq!(answered, (true, 300, false));
    let ticks = TICKS.take();
    assert_eq!(ticks[..6], [10, 20, 30, 40, 50, 355]);
}

async fn tick() {
    loop {
        sim::sleep(Duration::from_millis(10)).await;
        let at = sim::World::current().now().since_start();
        TICKS.with_borrow_mut(|ticks| ticks.push(at.as_millis()));
    }
}

#[test]
fn a_fast_clock_ticks_early() {
    TICKS.take();
    let act = Act {
        live: |me, _| {
            if me == 0 {
                sim::spawn(tick());
            }
        },
        ..Act::default()
    };
    let report = sim::run(sim::Config::new(1), |_| {
        let setup = Setup { peers: 2, wire: Wire::Reliable, service: Service::Plain };
        let cluster = Cluster::build_with_clocks(setup, &[1250, 1000], factory(act));
        async move {
            sim::sleep(Duration::from_millis(25)).await;
            cluster.size()
        }
    });
    assert_eq!(report.result.unwrap(), 2);
    assert_eq!(TICKS.take(), [8, 16, 24]);
}
