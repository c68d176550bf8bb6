//! One simulation, on the calling thread.

use std::rc::Rc;
use std::time::Duration;

use sim::{Config, Limits, Witness};

use super::clock::Stopwatch;
use super::outcome::{Outcome, Verdict};
use crate::failure::Failure;
use crate::findings::Findings;
use crate::host::Factory;
use crate::numbers::{TEST_STEPS, TEST_TIME};
use crate::oracle::Eyes;
use crate::stats::Statistics;
use crate::steering::{Decisions, Steering};
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
    let until = steering.until.clone();
    let is_whole = steering.deeds.is_empty();
    let virtual_time =
        until.as_ref().map_or(TEST_TIME, |until| Duration::from_nanos(until.latest).min(TEST_TIME));
    let limits = Limits { virtual_time, steps: TEST_STEPS, ..Limits::default() };
    let findings = Rc::new(Findings::default());
    // Before the script begins there is nothing to count.
    findings.statistics.set(Statistics { peers: test.peers, ..Statistics::default() });
    let (factory, kept) = (factory.clone(), findings.clone());
    let by_chance = steering.picks.as_ref().map(|picks| picks.ranges().to_vec());
    let redraw = steering.redraw.map(sim::Redraw::from);
    let config = Config { seed, limits, record, witness, by_chance, redraw };
    let report = sim::run(config, move |_world| test.drive_steered(steering, factory, eyes, kept));
    // A run that was to end here has not failed by ending here.
    let stop = report.result.err().filter(|stop| !until.is_some_and(|until| until.has_come(stop)));
    let concluded = findings.waiting.take();
    let waiting = if concluded.is_empty() { &report.waiting } else { &concluded };
    let violation = findings.violation.take();
    let mut found = findings.failures.take();
    if !is_whole {
        // The test does not know that something was left out of what it did.
        found.retain(Failure::is_beyond_doubt);
    }
    let verdict = Verdict::of(stop, violation, found, waiting);
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
        decisions: findings
            .decisions
            .take()
            .map(|decisions| Box::new(Decisions { choices: report.choices, ..decisions })),
    }
}
