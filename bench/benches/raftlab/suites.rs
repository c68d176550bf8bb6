//! Each part of the lab, and all of it: one seed against the reference, from the first election to the last
//! check. All of it also with the oracles' eyes shut or half open: the ratios are what they cost.

use criterion::{BenchmarkId, Criterion};
use tester::host::Factory;
use tester::oracle::Eyes;
use tester::runner::Watch;
use tester::suite::{self, LabTest, Part};

/// Seeds differ in how much they let happen, so each iteration takes the next of these.
const SEEDS: usize = 20;

pub(crate) fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("suite");
    group.sample_size(SEEDS);
    for part in Part::ALL {
        bench_tests(&mut group, part.as_str(), Eyes::All, |test| test.part == part);
    }
    bench_tests(&mut group, "2A-2D", Eyes::All, |test| test.part != Part::X);
    bench_tests(&mut group, "2A-2D black box", Eyes::BlackBox, |test| test.part != Part::X);
    bench_tests(&mut group, "2A-2D without oracles", Eyes::Off, |test| test.part != Part::X);
    group.finish();
}

fn bench_tests(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    name: &str,
    eyes: Eyes,
    chosen: impl Fn(&LabTest) -> bool,
) {
    let tests: Vec<_> = suite::all().iter().filter(|test| chosen(test)).collect();
    let factory = Factory::of::<raft::Peer>();
    let watch = Watch { eyes, ..Watch::default() };
    let mut seeds = (1..=SEEDS as u64).cycle();
    group.bench_function(BenchmarkId::from_parameter(name), |b| {
        b.iter(|| {
            let seed = seeds.next().expect("a cycle has no end");
            for test in &tests {
                let outcome = watch.run(test, seed, &factory);
                assert_eq!(outcome.verdict.message(), None, "{test:?} with seed {seed}");
            }
        });
    });
}
