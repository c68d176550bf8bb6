//! A case as a test of an implementation's own.

use raftapi::Raft;

use super::Case;
use crate::host::Factory;
use crate::runner::Watch;

/// Runs the case against the implementation `R` and panics unless it passes: for a regression test, which
/// `cargo lab shrink --test` prints.
///
/// # Panics
/// If the implementation fails in this run, of whatever it may be, and if the text is no case.
pub fn assert_passes<R: Raft>(case: &str) {
    let case = Case::parse(case).unwrap_or_else(|error| panic!("{error}"));
    let watch = Watch { steering: case.steering.clone(), ..Watch::default() };
    let outcome = watch.run(case.lab_test(), case.seed, &Factory::of::<R>());
    if let (Some(rule), Some(message)) = (outcome.verdict.rule(), outcome.verdict.message()) {
        let again = if rule == case.failure.rule { "fails again" } else { "fails" };
        panic!("{} {again} at {} s ({rule}): {message}", case.test, outcome.failed_at());
    }
}
