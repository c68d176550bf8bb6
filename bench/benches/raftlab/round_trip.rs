//! A round trip through labrpc: one client calls one server on a reliable network, encoding included.

use std::rc::Rc;

use criterion::{Criterion, Throughput};
use labrpc::{Network, Server};

use crate::messages::{Request, reply, request};

const ROUND_TRIPS: u64 = 10_000;

pub(crate) fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("network");
    group.throughput(Throughput::Elements(ROUND_TRIPS));
    group.bench_function("round trip", |b| b.iter(exchange));
    group.finish();
}

fn exchange() -> u64 {
    let report = sim::run(sim::Config::new(1), |world| async move {
        let network = Network::new();
        let server_node = world.add_node("server");
        world.enter(server_node, || {
            let mut server = Server::new();
            server.on(&Rc::new(()), |_, _: Request| reply());
            network.add_server("server", server);
        });
        let end = network.make_end("client");
        network.connect("client", "server");
        network.enable("client", true);

        let client_node = world.add_node("client");
        let client = world.spawn_on(client_node, async move {
            let request = request();
            for _ in 0..ROUND_TRIPS {
                end.call(&request).await.expect("a reliable network answers");
            }
        });
        client.await;
        network.total_count()
    });
    report.result.expect("the exchange comes to its end")
}
