//! One simulation, on the calling thread.

use std::rc::Rc;

use sim::{Config, Limits, Witness};

use super::clock::Stopwatch;
use super::outcome::{Outcome, Verdict};
use crate::findings::Findings;
use crate::host::Factory;
use crate::numbers::{TEST_STEPS, TEST_TIME};
use crate::oracle::Eyes;
use crate::stats::Statistics;
use crate::steering::Steering;
use crate::suite::LabTest;

/// Runs `test` once on this thread, with nobody watching but the oracles: a peer that never awaits keeps it
/// from returning, and one that aborts ends the process. For tests of the harness; all else uses
/// [`run`](super::run).
pub fn simulate(test: &'static LabTest, seed: u64, factory: &Factory) -> Outcome {
    simulate_with(test, seed, factory, Eyes::default())
}

/// Like [`simulate`], before these eyes.
pub fn simulate_with(test: &'static LabTest, seed: u64, factory: &Factory, eyes: Eyes) -> Outcome {
    let order = Order { test, seed, eyes, steering: Steering::default(), record: false };
    simulate_before(order, factory, None)
}

/// Which run is wanted, and how it is looked at.
pub(super) struct Order {
    pub(super) test: &'static LabTest,
    pub(super) seed: u64,
    pub(super) eyes: Eyes,
    pub(super) steering: Steering,
    /// Whether the events are kept.
    pub(super) record: bool,
}

/// Runs a test once on this thread, before the eyes of `witness`.
pub(super) fn simulate_before(order: Order, factory: &Factory, witness: Option<Rc<dyn Witness>>) -> Outcome {
    let Order { test, seed, eyes, steering, record } = order;
    let watch = Stopwatch::start();
    let limits = Limits { virtual_time: TEST_TIME, steps: TEST_STEPS, ..Limits::default() };
    let findings = Rc::new(Findings::default());
    // Before the script begins there is nothing to count.
    findings.statistics.set(Statistics { peers: test.peers, ..Statistics::default() });
    let (factory, kept) = (factory.clone(), findings.clone());
    let config = Config { seed, limits, record, witness };
    let report = sim::run(config, move |_world| async move {
        match steering.plan {
            Some(plan) => test.drive_plan(plan, factory, eyes, kept).await,
            None => test.drive(factory, eyes, kept).await,
        }
    });
    let concluded = findings.waiting.take();
    let waiting = if concluded.is_empty() { &report.waiting } else { &concluded };
    let violation = findings.violation.take();
    let verdict = Verdict::of(report.result.err(), violation, findings.failures.take(), waiting);
    Outcome {
        test,
        seed,
        verdict,
        statistics: findings.statistics.get(),
        reached: findings.reached.take(),
        warnings: findings.warnings.take().into_iter().map(str::to_owned).collect(),
        ended: report.ended,
        digest: report.digest,
        observed: report.observed,
        wall: watch.elapsed(),
        log: Vec::new(),
    }
}
