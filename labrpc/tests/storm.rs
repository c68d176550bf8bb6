//! Storms: every fault happens as often, and takes as long, as its knob says, and nothing else changes.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]
#![allow(clippy::cast_precision_loss, reason = "the counts are small")]

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use labrpc::{ClientEnd, Network, Rpc, Server, Storm};
use serde::{Deserialize, Serialize};

const CALLS: usize = 50_000;
/// A call takes at most this much longer than its faults: two hops of 200 µs.
const HOPS_MS: f64 = 0.4;

#[derive(Serialize, Deserialize, Debug)]
struct Ping;

impl Rpc for Ping {
    type Reply = ();
    const METHOD: &'static str = "Echo.Ping";
}

struct Sample {
    answered: bool,
    ms: f64,
}

fn echo(network: &Network) -> ClientEnd {
    let mut server = Server::new();
    server.on(&Rc::new(()), |_, _: Ping| ());
    network.add_server("echo", server);
    let end = network.make_end("end");
    network.connect("end", "echo");
    network.enable("end", true);
    end
}

/// Makes 50 000 calls, one after another; how each went, and how many reached the handler.
fn sample(storm: Storm) -> (Vec<Sample>, f64) {
    let limits = sim::Limits { virtual_time: Duration::MAX, ..sim::Limits::default() };
    let report = sim::run(sim::Config { limits, ..sim::Config::new(3) }, |_| async move {
        let network = Network::new();
        let end = echo(&network);
        network.set_storm(storm);
        let mut samples = Vec::with_capacity(CALLS);
        for _ in 0..CALLS {
            let start = sim::now();
            let answered = end.call(&Ping).await.is_some();
            samples.push(Sample { answered, ms: (sim::now() - start).as_secs_f64() * 1000.0 });
        }
        sim::sleep(Duration::from_secs(10)).await;
        (samples, network.rpc_count("echo") as f64 / CALLS as f64)
    });
    report.result.unwrap()
}

fn share(samples: &[Sample], of: impl Fn(&Sample) -> bool) -> f64 {
    samples.iter().filter(|sample| of(sample)).count() as f64 / samples.len() as f64
}

#[track_caller]
fn assert_near(measured: f64, expected: f64, tolerance: f64) {
    assert!((measured - expected).abs() <= tolerance, "measured {measured}, expected {expected}");
}

#[test]
fn requests_and_replies_are_lost_as_often_as_the_knobs_say() {
    let (samples, handled) = sample(Storm { request_loss: 100, reply_loss: 250, ..Storm::NONE });
    assert_near(handled, 0.9, 0.005);
    assert_near(share(&samples, |sample| sample.answered), 0.9 * 0.75, 0.01);
    assert!(samples.iter().all(|sample| sample.ms < HOPS_MS));
}

#[test]
fn copies_reach_the_handler_and_answer_nobody() {
    let (samples, handled) = sample(Storm { duplicates: 300, late_ms: 1000, ..Storm::NONE });
    assert_near(handled, 1.3, 0.01);
    assert!(samples.iter().all(|sample| sample.answered && sample.ms < HOPS_MS));
}

#[test]
fn a_copy_arrives_where_the_original_is_lost() {
    let (samples, handled) = sample(Storm { request_loss: 1000, duplicates: 500, ..Storm::NONE });
    assert_near(handled, 0.5, 0.01);
    assert!(!samples.iter().any(|sample| sample.answered));
}

#[test]
fn very_late_is_200_ms_and_up_to_the_bound_more() {
    for storm in [
        Storm { late_requests: 400, late_ms: 1000, ..Storm::NONE },
        Storm { late_replies: 400, late_ms: 1000, ..Storm::NONE },
    ] {
        let (samples, handled) = sample(storm);
        assert_near(handled, 1.0, 0.0);
        assert_near(share(&samples, |sample| sample.ms >= 200.0), 0.4, 0.01);
        let late: Vec<f64> = samples.iter().map(|sample| sample.ms).filter(|ms| *ms > HOPS_MS).collect();
        assert!(late.iter().all(|ms| (200.0..=1200.0 + HOPS_MS).contains(ms)));
        assert_near(late.iter().sum::<f64>() / late.len() as f64, 700.0, 10.0);
    }
}

#[test]
fn delays_are_spread_evenly_below_their_bound() {
    let (samples, _) = sample(Storm { delay_ms: 40, ..Storm::NONE });
    assert!(samples.iter().all(|sample| sample.answered && sample.ms < 80.0 + HOPS_MS));
    assert_near(samples.iter().map(|sample| sample.ms).sum::<f64>() / CALLS as f64, 40.2, 0.3);
}

/// Whether each of 200 calls on a lossy network in a storm was answered, where the storm breaks out at the
/// `from`-th.
fn fates(from: usize) -> Vec<bool> {
    let report = sim::run(sim::Config::new(7), |_| async move {
        let network = Network::new();
        let end = echo(&network);
        let mut fates = Vec::new();
        for call in 0..200 {
            if call == from {
                network.set_storm(Storm { request_loss: 500, ..Storm::NONE });
            }
            fates.push(end.call(&Ping).await.is_some());
        }
        fates
    });
    report.result.unwrap()
}

#[test]
fn what_a_storm_does_to_a_message_does_not_depend_on_when_it_broke_out() {
    let (early, late) = (fates(0), fates(77));
    assert!(early[..77].contains(&false) && !late[..77].contains(&false));
    assert_eq!(early[77..], late[77..]);
}

#[test]
fn the_labs_own_chances_are_the_same_in_a_storm_and_without() {
    let answered = |storm: Storm| {
        let report = sim::run(sim::Config::new(9), |_| async move {
            let network = Network::new();
            let end = echo(&network);
            network.set_reliable(false);
            network.set_storm(storm);
            let mut answered = Vec::new();
            for _ in 0..500 {
                answered.push(end.call(&Ping).await.is_some());
            }
            answered
        });
        report.result.unwrap()
    };
    assert_eq!(answered(Storm::NONE), answered(Storm { delay_ms: 5, duplicates: 200, ..Storm::NONE }));
}

#[test]
fn requests_wait_for_a_node_that_stands_still() {
    let report = sim::run(sim::Config::new(1), |world| async move {
        let network = Network::new();
        let node = world.add_node("server");
        let handled = Rc::new(Cell::new(None));
        let server = world.enter(node, || {
            let mut server = Server::new();
            server.on(&handled, |handled, _: Ping| handled.set(Some(sim::now())));
            server
        });
        network.add_server("echo", server.unwrap());
        let end = network.make_end("end");
        network.connect("end", "echo");
        network.enable("end", true);
        let until = sim::now() + Duration::from_millis(500);
        world.pause_until(node, until);
        let answered = end.call(&Ping).await.is_some();
        (answered, handled.get(), until)
    });
    let (answered, handled, until) = report.result.unwrap();
    assert!(answered);
    assert_eq!(handled, Some(until));
}
