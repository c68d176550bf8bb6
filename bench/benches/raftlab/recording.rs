//! What it costs to record a run: the course's tests, one seed each, with nobody who listens, with somebody
//! who is told of events, and with somebody who gets the lines of the trace. Nobody writes them down.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion};
use tester::host::Factory;
use tester::runner::{Audience, LogEvent, Watch};
use tester::suite;

/// Seeds differ in how much they let happen, so each iteration takes the next of these.
const SEEDS: usize = 20;

/// Listens, and forgets.
struct Listener {
    events: bool,
    records: bool,
}

impl Audience for Listener {
    fn wants_events(&self) -> bool {
        self.events
    }

    fn event(&self, event: LogEvent) {
        black_box(event);
    }

    fn wants_records(&self) -> bool {
        self.records
    }

    fn record(&self, line: String) {
        black_box(line);
    }
}

pub(crate) fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("recording");
    group.sample_size(SEEDS);
    let factory = Factory::of::<raft::Peer>();
    for (name, events, records) in [("off", false, false), ("events", true, false), ("trace", false, true)] {
        let listener: Arc<dyn Audience> = Arc::new(Listener { events, records });
        let watch = Watch { audience: (events || records).then_some(listener), ..Watch::default() };
        let mut seeds = (1..=SEEDS as u64).cycle();
        group.bench_function(BenchmarkId::from_parameter(name), |b| {
            b.iter(|| {
                let seed = seeds.next().expect("a cycle has no end");
                for test in suite::course() {
                    let outcome = watch.run(test, seed, &factory);
                    assert_eq!(outcome.verdict.message(), None, "{test:?} with seed {seed}");
                }
            });
        });
    }
    group.finish();
}
