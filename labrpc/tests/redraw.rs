//! What befalls messages after chance has begun anew is the other seed's, with a storm and without.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

use std::rc::Rc;

use labrpc::{Network, Rpc, Server, Storm};
use serde::{Deserialize, Serialize};
use sim::{Config, Redraw};

const CALLS: usize = 200;

#[derive(Serialize, Deserialize, Debug)]
struct Ping;

impl Rpc for Ping {
    type Reply = ();
    const METHOD: &'static str = "Echo.Ping";
}

/// Which calls, one after another, came back, and when.
fn calls(seed: u64, redraw: Option<Redraw>, storm: Storm) -> Vec<(sim::Instant, bool)> {
    let report = sim::run(Config { redraw, ..Config::new(seed) }, move |_| async move {
        let network = Network::new();
        let mut server = Server::new();
        server.on(&Rc::new(()), |_, _: Ping| ());
        network.add_server("echo", server);
        let end = network.make_end("end");
        network.connect("end", "echo");
        network.enable("end", true);
        network.set_reliable(storm.blows());
        network.set_storm(storm);
        let mut calls = Vec::new();
        for _ in 0..CALLS {
            let answered = end.call(&Ping).await.is_some();
            calls.push((sim::now(), answered));
        }
        calls
    });
    report.result.unwrap()
}

/// How long each call took, and whether it came back.
fn each(calls: &[(sim::Instant, bool)]) -> Vec<(std::time::Duration, bool)> {
    let starts = std::iter::once(sim::Instant::ZERO).chain(calls.iter().map(|(at, _)| *at));
    starts.zip(calls).map(|(start, (at, answered))| (*at - start, *answered)).collect()
}

fn check(storm: Storm) {
    let redrawn = |after, seed| calls(5, Some(Redraw { after, seed }), storm);
    let plain = calls(5, None, storm);
    assert_eq!(redrawn(u64::MAX, 9), plain);
    assert_eq!(redrawn(0, 9), calls(9, None, storm));
    let (half, other) = (redrawn(400, 9), redrawn(400, 10));
    let same = half.iter().zip(&plain).take_while(|(one, two)| one == two).count();
    assert!((80..150).contains(&same), "{same} calls are as they were");
    assert_eq!(half[..same], other[..same]);
    let rest = same + 2..;
    assert_ne!(each(&half)[rest.clone()], each(&other)[rest.clone()]);
    assert_ne!(each(&half)[rest.clone()], each(&plain)[rest]);
}

#[test]
fn the_labs_faults_are_redrawn() {
    check(Storm::NONE);
}

#[test]
fn storms_are_redrawn() {
    check(Storm { request_loss: 100, reply_loss: 100, delay_ms: 20, ..Storm::NONE });
}
