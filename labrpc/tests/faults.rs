//! Every fault happens as often, and takes as long, as the lab says: over 100 000 calls each.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]
#![allow(clippy::cast_precision_loss, reason = "the counts are small")]

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use labrpc::{ClientEnd, Network, Rpc, Server};
use serde::{Deserialize, Serialize};

const CALLS: usize = 100_000;
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

struct Samples {
    all: Vec<Sample>,
    /// How many calls reached the handler.
    handled: usize,
    digest: u64,
}

impl Samples {
    fn answered(&self) -> impl Iterator<Item = f64> {
        self.all.iter().filter(|sample| sample.answered).map(|sample| sample.ms)
    }

    fn failed(&self) -> impl Iterator<Item = f64> {
        self.all.iter().filter(|sample| !sample.answered).map(|sample| sample.ms)
    }
}

/// Makes 100 000 calls, one after another, on a network set up by `set`.
fn sample(seed: u64, set: impl Fn(&Network) + 'static) -> Samples {
    let report = sim::run(sim::Config { limits: unlimited(), ..sim::Config::new(seed) }, |_| async move {
        let network = Network::new();
        let end = echo(&network);
        set(&network);
        let mut all = Vec::with_capacity(CALLS);
        for _ in 0..CALLS {
            let start = sim::now();
            let answered = end.call(&Ping).await.is_some();
            all.push(Sample { answered, ms: (sim::now() - start).as_secs_f64() * 1000.0 });
        }
        (all, usize::try_from(network.rpc_count("echo")).unwrap())
    });
    let (all, handled) = report.result.unwrap();
    Samples { all, handled, digest: report.digest }
}

fn unlimited() -> sim::Limits {
    sim::Limits { virtual_time: Duration::MAX, ..sim::Limits::default() }
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

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / values.len() as f64
}

fn share(values: impl Iterator<Item = f64>, of: impl Fn(f64) -> bool) -> f64 {
    mean(values.map(|value| f64::from(u8::from(of(value)))))
}

#[track_caller]
fn assert_near(measured: f64, expected: f64, tolerance: f64) {
    assert!(
        (measured - expected).abs() <= tolerance,
        "measured {measured}, expected {expected} +- {tolerance}"
    );
}

#[test]
fn a_reliable_network_delivers_everything_within_two_hops() {
    let samples = sample(1, |_| ());
    assert_eq!(samples.handled, CALLS);
    assert!(samples.all.iter().all(|sample| sample.answered && (0.04..HOPS_MS).contains(&sample.ms)));
    assert_near(mean(samples.answered()), 0.22, 0.002);
}

/// One request in ten and one reply in ten are lost, which the caller learns at once; requests are 0 to 26 ms
/// late.
#[test]
fn an_unreliable_network_loses_and_delays() {
    let samples = sample(2, |network| network.set_reliable(false));
    let calls = CALLS as f64;
    assert_near(samples.handled as f64 / calls, 0.90, 0.005);
    assert_near(samples.answered().count() as f64 / calls, 0.81, 0.005);
    assert!(samples.all.iter().all(|sample| (0.02..26.0 + HOPS_MS).contains(&sample.ms)));
    assert_near(mean(samples.answered()), 13.0 + 0.22, 0.1);
    assert_near(mean(samples.failed()), 13.0 + 0.11, 0.2);
    // Each of the 27 whole milliseconds is as likely as any other.
    for late in 0..27 {
        let of = |ms: f64| (f64::from(late)..f64::from(late) + HOPS_MS).contains(&ms);
        assert_near(share(samples.answered(), of), 1.0 / 27.0, 0.003);
    }
}

/// Two replies in three are 200 to 2199 ms late, with falling density: the mean of `200 + U{0..U{0..1999}}`.
#[test]
fn long_reordering_delays_two_replies_in_three() {
    let samples = sample(3, |network| network.set_long_reordering(true));
    assert_eq!(samples.answered().count(), CALLS);
    assert_near(share(samples.answered(), |ms| ms >= 200.0), 2.0 / 3.0, 0.005);
    assert!(samples.answered().all(|ms| ms < HOPS_MS || (200.0..2199.0 + HOPS_MS).contains(&ms)));
    assert_near(mean(samples.answered().filter(|&ms| ms >= 200.0)), 200.0 + 1999.0 / 4.0, 6.0);
    // P(U{0..k} < 1000) for k uniform below 2000 is (1 + ln 2) / 2.
    let early = share(samples.answered().filter(|&ms| ms >= 200.0), |ms| ms < 1200.0);
    assert_near(early, f64::midpoint(1.0, std::f64::consts::LN_2), 0.005);
}

#[test]
fn unreliable_and_reordering_add_up() {
    let samples = sample(4, |network| {
        network.set_reliable(false);
        network.set_long_reordering(true);
    });
    assert_near(samples.answered().count() as f64 / CALLS as f64, 0.81, 0.005);
    assert_near(share(samples.answered(), |ms| ms >= 200.0), 2.0 / 3.0, 0.005);
    // A lost reply is reported without the reordering delay.
    assert!(samples.failed().all(|ms| ms < 26.0 + HOPS_MS));
}

#[test]
fn with_nobody_there_failing_takes_up_to_100_ms() {
    let samples = sample(5, |network| network.enable("end", false));
    assert_eq!((samples.handled, samples.failed().count()), (0, CALLS));
    assert!(samples.failed().all(|ms| ms < 99.0 + HOPS_MS));
    assert_near(mean(samples.failed()), 49.5 + 0.11, 0.5);
}

#[test]
fn with_long_delays_failing_takes_up_to_7_s() {
    let samples = sample(6, |network| {
        network.set_long_delays(true);
        network.delete_server("echo");
    });
    assert_eq!(samples.failed().count(), CALLS);
    assert!(samples.failed().all(|ms| ms < 6999.0 + HOPS_MS));
    assert_near(mean(samples.failed()), 3499.5, 30.0);
}

/// The k-th message of a link meets the same fate whatever happens on other links or in other streams.
#[test]
fn a_link_is_not_disturbed_by_others() {
    let fates = |noise: bool| {
        sim::run(sim::Config::new(7), |_| async move {
            let network = Network::new();
            let end = echo(&network);
            let other = network.make_end("other");
            network.connect("other", "echo");
            network.enable("other", true);
            network.set_reliable(false);
            network.set_long_reordering(true);
            let mut fates = Vec::new();
            for _ in 0..1000 {
                if noise {
                    other.call(&Ping).await;
                    sim::random_range(0..6);
                }
                let start = sim::now();
                fates.push((end.call(&Ping).await.is_some(), sim::now() - start));
            }
            fates
        })
        .result
        .unwrap()
    };
    assert_eq!(fates(false), fates(true));
}

#[test]
fn a_seed_decides_everything() {
    let unreliable = |network: &Network| network.set_reliable(false);
    assert_eq!(sample(8, unreliable).digest, sample(8, unreliable).digest);
    assert_ne!(sample(8, unreliable).digest, sample(9, unreliable).digest);
}

/// A deleted server's replies never arrive, even if the handler had finished; a reply that is already on its
/// way does.
#[test]
fn liveness_is_looked_at_when_the_handler_ends_and_never_again() {
    let call_while = |disturb_after: Duration| {
        sim::run(sim::Config::new(11), |_| async move {
            let network = Network::new();
            let end = echo(&network);
            let late = Rc::new(Cell::new(None));
            let call = sim::spawn({
                let late = late.clone();
                async move { late.set(Some(end.call(&Ping).await.is_some())) }
            });
            sim::sleep(disturb_after).await;
            network.delete_server("echo");
            call.await;
            late.get().unwrap()
        })
        .result
        .unwrap()
    };
    // A hop takes at least 20 µs; both together at most 400 µs.
    assert!(!call_while(Duration::from_micros(10)), "the server was gone when the request arrived");
    let just_in_time = (20..400).any(|micros| call_while(Duration::from_micros(micros)));
    assert!(just_in_time, "a reply on its way is delivered though its server is gone");
}
