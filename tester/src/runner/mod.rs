//! Runs one test with one seed, and says what came of it.
//!
//! The simulation itself is deterministic; the wall clock is read here, in [`Stopwatch`], and nowhere else.

mod clock;
mod outcome;

pub use clock::Stopwatch;
pub use outcome::{Outcome, Verdict};

use std::rc::Rc;

use sim::{Config, Limits};

use crate::findings::Findings;
use crate::host::Factory;
use crate::numbers::TEST_TIME;
use crate::stats::Statistics;
use crate::suite::LabTest;

/// Runs `test` once. Equal seeds give equal outcomes, but for the wall time.
///
/// Whatever the peers do wrong, panics and loops without progress included, is in the outcome's verdict. Only
/// a peer that never awaits keeps this from returning.
pub fn run(test: &'static LabTest, seed: u64, factory: &Factory) -> Outcome {
    execute(test, seed, factory, false)
}

/// Like [`run`], and keeps the run's events. The digest is the same.
pub fn record(test: &'static LabTest, seed: u64, factory: &Factory) -> Outcome {
    execute(test, seed, factory, true)
}

fn execute(test: &'static LabTest, seed: u64, factory: &Factory, record: bool) -> Outcome {
    let watch = Stopwatch::start();
    let limits = Limits { virtual_time: TEST_TIME, ..Limits::default() };
    let findings = Rc::new(Findings::default());
    // Before the script begins there is nothing to count.
    findings.statistics.set(Statistics { peers: test.peers, ..Statistics::default() });
    let (factory, kept) = (factory.clone(), findings.clone());
    let report =
        sim::run(
            Config { seed, limits, record },
            move |_world| async move { test.drive(factory, kept).await },
        );
    let verdict = Verdict::of(report.result.err(), findings.failures.take());
    Outcome {
        test,
        seed,
        verdict,
        statistics: findings.statistics.get(),
        warnings: findings.warnings.take(),
        ended: report.ended,
        digest: report.digest,
        wall: watch.elapsed(),
        events: report.events,
    }
}
