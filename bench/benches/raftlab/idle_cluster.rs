//! A cluster of five reference peers that has nothing to do but send heartbeats: virtual seconds per second.

use std::time::Duration;

use criterion::{Criterion, Throughput};
use tester::cluster::{Cluster, Service, Setup, Wire};
use tester::host::Factory;

const VIRTUAL_SECONDS: u64 = 1_000;

pub(crate) fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("cluster");
    group.throughput(Throughput::Elements(VIRTUAL_SECONDS));
    group.bench_function("idle", |b| b.iter(idle));
    group.finish();
}

fn idle() {
    let report = sim::run(sim::Config::new(1), |_| async {
        let setup = Setup { peers: 5, wire: Wire::Reliable, service: Service::Plain };
        let cluster = Cluster::build(setup, Factory::of::<raft::Peer>());
        sim::sleep(Duration::from_secs(VIRTUAL_SECONDS)).await;
        let leaders = (0..5).filter(|&peer| cluster.state(peer).is_some_and(|state| state.is_leader));
        assert_eq!(leaders.count(), 1);
    });
    report.result.expect("an idle cluster stands for ever");
}
