//! A handler that never answers is found out, and whoever waits for a reply is named.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

use std::rc::Rc;
use std::time::Duration;

use labrpc::{Network, Rpc, Server, SilentHandler};
use serde::{Deserialize, Serialize};
use sim::{Config, Limits, NodeId, Report, Stop, World};

/// How long to think before the answer, in milliseconds; 0 for ever.
#[derive(Serialize, Deserialize, Debug)]
struct Think(u64);

impl Rpc for Think {
    type Reply = ();
    const METHOD: &'static str = "Oracle.Think";
}

const LIMIT: Duration = Duration::from_secs(10);

/// Calls a thinking server from node `peer 1`, while `meanwhile` goes on.
fn call<F: Future<Output = ()> + 'static>(
    think: Think,
    limit: Option<Duration>,
    meanwhile: impl FnOnce(World, NodeId, Network) -> F + 'static,
) -> Report<Option<()>> {
    let limits = Limits { virtual_time: Duration::from_secs(100), ..Limits::default() };
    sim::run(Config { limits, ..Config::new(1) }, move |world| async move {
        let network = Network::new();
        if let Some(limit) = limit {
            network.set_handler_limit(limit);
        }
        let (oracle, caller) = (world.add_node("peer 0"), world.add_node("peer 1"));
        world.enter(oracle, || network.add_server(0_usize, thinker()));
        let end = network.make_end("end");
        network.connect("end", 0_usize);
        network.enable("end", true);
        // One line: the task's and the call's.
        let answer = world.spawn_on(caller, async move { end.call(&think).await });
        sim::sleep(Duration::from_millis(50)).await;
        meanwhile(world, oracle, network).await;
        answer.await
    })
}

/// Where the handler is registered.
const SITE: u32 = line!() + 4;

fn thinker() -> Server {
    let mut server = Server::new();
    server.on_async(&Rc::new(()), |_, Think(span)| async move {
        match span {
            0 => std::future::pending().await,
            span => sim::sleep(Duration::from_millis(span)).await,
        }
    });
    server
}

async fn nothing(_: World, _: NodeId, _: Network) {}

#[test]
fn a_handler_that_never_answers_ends_the_run() {
    let stop = call(Think(0), Some(LIMIT), nothing).result.unwrap_err();
    let Stop::Aborted { place, error } = &stop else { panic!("{stop}") };
    assert_eq!((&*place.label, place.node.unwrap().index()), ("peer 0", 0));
    let site = place.spawned.unwrap();
    assert_eq!((site.file(), site.line()), (file!(), SITE), "where it was registered");
    let silent = error.downcast_ref::<SilentHandler>().unwrap();
    assert_eq!((silent.method, &*silent.caller), ("Oracle.Think", "peer 1"));
    let took = place.at - silent.since;
    assert_eq!(took, LIMIT);
    let said = stop.to_string();
    let begin = format!("peer 0, in the task spawned at {}:{SITE}, at 10.0", file!());
    assert!(said.starts_with(&begin), "{said}");
    let end = "s: the handler of \"Oracle.Think\", called by peer 1, has not answered since 0.000";
    assert!(said.contains(end), "{said}");
}

#[test]
fn a_slow_handler_is_not_silent() {
    let report = call(Think(9_950), Some(LIMIT), nothing);
    assert_eq!(report.result.unwrap(), Some(()));
    let report = call(Think(20_000), None, nothing);
    assert_eq!(report.result.unwrap(), Some(()), "without a limit");
}

/// Nobody waits for the answer of a server that cannot be reached or lives no more.
#[test]
fn the_cut_off_and_the_dead_are_not_silent() {
    let cut_off = call(Think(0), Some(LIMIT), |_, _, network| async move { network.enable("end", false) });
    assert_eq!(cut_off.result.unwrap(), None);
    let deleted = call(Think(0), Some(LIMIT), |_, _, network| async move { network.delete_server(0_usize) });
    assert_eq!(deleted.result.unwrap(), None);
    // A crash alone takes no name off the network, and no caller hears of it.
    let crashed = call(Think(0), Some(LIMIT), |world, oracle, _| async move { world.crash(oracle) });
    assert!(matches!(crashed.result, Err(Stop::TimeLimit { .. })));
}

#[test]
fn whoever_waits_for_a_reply_is_named_with_the_call() {
    let report = call(Think(0), None, nothing);
    assert!(matches!(report.result, Err(Stop::TimeLimit { .. })));
    let caller = report.waiting.iter().find(|task| &*task.label == "peer 1").unwrap();
    let spawned = format!("{}:{}", file!(), caller.spawned.line());
    let expected =
        format!("peer 1 (task spawned at {spawned}) waits for a reply to Oracle.Think, called at {spawned}");
    assert_eq!(caller.to_string(), expected);
    assert_eq!(caller.since, sim::Instant::ZERO);
}
