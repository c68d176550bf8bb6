//! What no correct program sends ends the run with a sentence that names the choices.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

use std::rc::Rc;
use std::time::Duration;

use labrpc::{ClientEnd, Network, Rpc, Server};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Debug)]
struct Ping(u64);

impl Rpc for Ping {
    type Reply = u64;
    const METHOD: &'static str = "Echo.Ping";
}

#[derive(Serialize, Deserialize, Debug)]
struct Pong;

impl Rpc for Pong {
    type Reply = ();
    const METHOD: &'static str = "Echo.Pong";
}

/// Another idea of what `Echo.Ping` takes and answers.
#[derive(Serialize, Deserialize, Debug)]
struct OtherPing(String);

impl Rpc for OtherPing {
    type Reply = String;
    const METHOD: &'static str = "Echo.Ping";
}

#[derive(Serialize, Deserialize, Debug)]
struct GreedyPing(u64);

impl Rpc for GreedyPing {
    type Reply = (u64, u64);
    const METHOD: &'static str = "Echo.Ping";
}

/// Runs `script` on node `client`, with an end that points at a server of `Echo.Ping`; how the run was
/// stopped.
fn stopped<F: Future<Output = ()> + 'static>(script: impl FnOnce(ClientEnd) -> F + 'static) -> String {
    let report = sim::run(sim::Config::new(1), |world| async move {
        let network = Network::new();
        let server_node = world.add_node("server");
        world.enter(server_node, || {
            let mut server = Server::new();
            server.on(&Rc::new(()), |_, Ping(number)| number);
            network.add_server("echo", server);
        });
        let end = network.make_end("end");
        network.connect("end", "echo");
        network.enable("end", true);
        let client = world.add_node("client");
        world.spawn_on(client, script(end)).await;
    });
    report.result.unwrap_err().to_string()
}

#[test]
fn an_unknown_method_names_the_choices() {
    let said = stopped(|end| async move {
        let _ = end.call(&Pong).await;
    });
    assert!(said.starts_with("server, at 0.000"), "{said}");
    assert!(
        said.ends_with("a call to \"Echo.Pong\", which this server does not have; it has Echo.Ping"),
        "{said}"
    );
}

#[test]
fn arguments_of_another_type_are_named() {
    let said = stopped(|end| async move {
        let _ = end.call(&OtherPing("many bytes".to_owned())).await;
    });
    assert!(
        said.contains("the arguments of \"Echo.Ping\" do not decode into the type its handler takes"),
        "{said}"
    );
}

#[test]
fn a_reply_of_another_type_is_named() {
    let said = stopped(|end| async move {
        let _ = end.call(&GreedyPing(7)).await;
    });
    assert!(said.starts_with("client, in the task spawned at"), "{said}");
    assert!(
        said.contains("the reply of \"Echo.Ping\" does not decode into the type its caller expects"),
        "{said}"
    );
}

/// A handler of a crashed node does not run, and its caller learns of the failure.
#[test]
fn the_dead_do_not_answer() {
    let report = sim::run(sim::Config::new(1), |world| async move {
        let network = Network::new();
        let node = world.add_node("server");
        world.enter(node, || {
            let mut server = Server::new();
            server.on(&Rc::new(()), |_, Ping(_)| -> u64 { panic!("the dead are answering") });
            network.add_server("echo", server);
        });
        let end = network.make_end("end");
        network.connect("end", "echo");
        network.enable("end", true);
        let call = sim::spawn(async move { end.call(&Ping(1)).await });
        // The request is on its way: it takes 20 µs at least.
        sim::sleep(Duration::from_micros(10)).await;
        world.crash(node);
        call.await
    });
    assert_eq!(report.result.unwrap(), None);
}

/// A network with a server on node `server` whose handler takes a second, and an end that points at it.
fn slow_server(world: &sim::World) -> (Network, sim::NodeId, ClientEnd) {
    let network = Network::new();
    let node = world.add_node("server");
    world.enter(node, || {
        let mut server = Server::new();
        server.on_async(&Rc::new(()), |_, Ping(number)| async move {
            sim::sleep(Duration::from_secs(1)).await;
            number
        });
        network.add_server("echo", server);
    });
    let end = network.make_end("end");
    network.connect("end", "echo");
    network.enable("end", true);
    (network, node, end)
}

/// A closed network refuses at once and counts nothing; what it had taken in comes to its end.
#[test]
fn a_closed_network_takes_nothing_in() {
    let report = sim::run(sim::Config::new(1), |world| async move {
        let (network, _, end) = slow_server(&world);
        let early = sim::spawn({
            let end = end.clone();
            async move { end.call(&Ping(1)).await }
        });
        sim::sleep(Duration::from_millis(1)).await;
        network.close();
        assert_eq!(end.call(&Ping(2)).await, None);
        assert_eq!(sim::now().since_start(), Duration::from_millis(1));
        (early.await, network.total_count())
    });
    assert_eq!(report.result.unwrap(), (Some(1), 1));
}

/// The handler runs, and nobody is there to hear its answer.
#[test]
fn a_caller_may_crash_with_a_call_under_way() {
    let report = sim::run(sim::Config::new(1), |world| async move {
        let (network, _, end) = slow_server(&world);
        let caller = world.add_node("caller");
        world.spawn_on(caller, async move { end.call(&Ping(1)).await });
        sim::sleep(Duration::from_millis(1)).await;
        world.crash(caller);
        sim::sleep(Duration::from_secs(2)).await;
        network.rpc_count("echo")
    });
    assert_eq!(report.result.unwrap(), 1);
}

/// A handler that waits is a task, and its troubles are told with the place where it was registered.
#[test]
fn a_panic_of_a_waiting_handler_names_where_it_was_registered() {
    let report = sim::run(sim::Config::new(1), |world| async move {
        let network = Network::new();
        let node = world.add_node("server");
        world.enter(node, || {
            let mut server = Server::new();
            server.on_async(&Rc::new(()), |_, Ping(_)| async move { panic!("no answer to this") });
            network.add_server("echo", server);
        });
        let end = network.make_end("end");
        network.connect("end", "echo");
        network.enable("end", true);
        end.call(&Ping(1)).await
    });
    let said = report.result.unwrap_err().to_string();
    assert!(said.starts_with("server, in the task spawned at labrpc/tests/misuse.rs:"), "{said}");
}
