//! Each part of the lab, and all of it: one seed against the reference, from the first election to the last
//! check.

use criterion::{BenchmarkId, Criterion};
use tester::host::Factory;
use tester::runner;
use tester::suite::{self, LabTest, Part};

/// Seeds differ in how much they let happen, so each iteration takes the next of these.
const SEEDS: u64 = 20;

pub(crate) fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("suite");
    group.sample_size(SEEDS as usize);
    for part in Part::ALL {
        bench_tests(&mut group, part.as_str(), |test| test.part == part);
    }
    bench_tests(&mut group, "2A-2D", |_| true);
    group.finish();
}

fn bench_tests(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    name: &str,
    chosen: impl Fn(&LabTest) -> bool,
) {
    let tests: Vec<_> = suite::all().iter().filter(|test| chosen(test)).collect();
    let factory = Factory::of::<raft::Peer>();
    let mut seed = 0;
    group.bench_function(BenchmarkId::from_parameter(name), |b| {
        b.iter(|| {
            seed = seed % SEEDS + 1;
            for test in &tests {
                let outcome = runner::run(test, seed, &factory);
                assert_eq!(outcome.verdict.message(), None, "{test:?} with seed {seed}");
            }
        });
    });
}
