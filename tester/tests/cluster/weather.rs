//! The network that a test announces is the network that its peers get.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use raftapi::prelude::*;
use tester::cluster::Service;
use tester::oracle::Eyes;
use tester::runner;
use tester::suite::{self, LabTest};

use crate::puppet::{Ping, play};
use crate::stub;

/// How many messages each peer sends, one after the other from the beginning on.
const PINGS: usize = 30;

/// An answered call takes less than this where nothing is delayed.
const SWIFT: Duration = Duration::from_millis(1);

/// A call whose message or answer is lost is known to be lost by then.
const LOST_BY: Duration = Duration::from_millis(28);

/// What became of the messages.
#[derive(Debug, Default)]
struct Weather {
    swift: usize,
    late: usize,
    lost: usize,
}

impl Weather {
    async fn ping(seen: &RefCell<Self>, peer: &ClientEnd) {
        let began = sim::now();
        let is_answered = peer.call(&Ping).await.is_some();
        let took = sim::now() - began;
        let mut seen = seen.borrow_mut();
        match is_answered {
            true if took < SWIFT => seen.swift += 1,
            true => seen.late += 1,
            // Beyond that, the peer was cut off or down.
            false if took < LOST_BY => seen.lost += 1,
            false => {}
        }
    }
}

/// What the peers of this test meet at its beginning.
fn weather(test: &'static LabTest) -> Weather {
    let seen: Rc<RefCell<Weather>> = Rc::default();
    let kept = seen.clone();
    let factory = stub::factory(move |cx| {
        let seen = kept.clone();
        async move {
            let next = &cx.peers[(cx.me + 1) % cx.peers.len()];
            for _ in 0..PINGS {
                Weather::ping(&seen, next).await;
            }
        }
    });
    runner::simulate_with(test, 1, &factory, Eyes::Off);
    seen.take()
}

#[test]
fn every_test_has_the_network_that_it_announces() {
    for test in suite::course() {
        let seen = weather(test);
        let (calls, name) = (seen.swift + seen.late + seen.lost, test.name);
        assert!(calls >= 2 * PINGS, "{name}: {seen:?}");
        if test.faults.starts_with("unreliable") {
            assert!(seen.late > calls / 2 && seen.lost > calls / 20, "{name}: {seen:?}");
        } else {
            assert_eq!((seen.late, seen.lost), (0, 0), "{name}: {seen:?}");
        }
    }
}

#[test]
fn it_takes_up_to_seven_seconds_to_find_nobody() {
    let took = play(
        Service::Plain,
        |_| {},
        |cluster, strings| async move {
            cluster.disconnect(1);
            let end = strings.ends.borrow()[0][1].clone();
            let mut took = Vec::new();
            for _ in 0..20 {
                let began = sim::now();
                assert!(end.call(&Ping).await.is_none());
                took.push((sim::now() - began).as_millis());
            }
            took
        },
    );
    assert!(took.iter().all(|millis| *millis <= 7000), "{took:?}");
    assert!(took.iter().any(|millis| *millis > 5000), "{took:?}");
}
