//! The scheduler alone: tasks that yield, and tasks that sleep.

use std::time::Duration;

use criterion::{Criterion, Throughput};

const TASKS: u64 = 10;
const STEPS: u64 = 1_000;

pub(crate) fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("scheduler");
    group.throughput(Throughput::Elements(TASKS * STEPS));
    group.bench_function("yield", |b| {
        b.iter(|| all(|| async { for_steps(async || sim::yield_now().await).await }));
    });
    group.bench_function("sleep", |b| {
        b.iter(|| {
            all(|| async {
                for_steps(async || sim::sleep(Duration::from_micros(sim::random_range(1..50))).await).await;
            });
        });
    });
    group.bench_function("spawn and join", |b| {
        b.iter(|| all(|| async { for_steps(async || sim::spawn(async {}).await).await }));
    });
    group.finish();
}

async fn for_steps(step: impl AsyncFn()) {
    for _ in 0..STEPS {
        step().await;
    }
}

/// Runs ten tasks side by side to their end.
fn all<F: Future<Output = ()> + 'static>(task: impl Fn() -> F + 'static) {
    let report = sim::run(sim::Config::new(1), |_| async move {
        let tasks: Vec<_> = (0..TASKS).map(|_| sim::spawn(task())).collect();
        for task in tasks {
            task.await;
        }
    });
    report.result.expect("the tasks come to their end");
}
