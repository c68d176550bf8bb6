//! Runs one test with one seed, and says what came of it.
//!
//! The simulation itself is deterministic; the wall clock is read here, in [`Stopwatch`], and nowhere else.

mod clock;
mod outcome;

pub use clock::Stopwatch;
pub use outcome::{Outcome, Verdict};

use std::cell::Cell;
use std::rc::Rc;

use sim::{Config, Limits};

use crate::host::Factory;
use crate::numbers::TEST_TIME;
use crate::stats::Statistics;
use crate::suite::LabTest;

/// Runs `test` once. Equal seeds give equal outcomes, but for the wall time.
///
/// Whatever the peers do wrong, panics and endless loops included, is in the outcome's verdict.
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
    // Before the script begins there is nothing to count.
    let figures = Rc::new(Cell::new(Statistics { peers: test.peers, ..Statistics::default() }));
    let (factory, kept) = (factory.clone(), figures.clone());
    let report =
        sim::run(
            Config { seed, limits, record },
            move |_world| async move { test.drive(factory, kept).await },
        );
    let verdict = report.result.map_or_else(Verdict::from, Verdict::from);
    Outcome {
        test,
        seed,
        verdict,
        statistics: figures.get(),
        ended: report.ended,
        digest: report.digest,
        wall: watch.elapsed(),
        events: report.events,
    }
}
