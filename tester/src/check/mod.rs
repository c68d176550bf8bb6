//! Looks whether a seed decides a run: does it again, and compares.
//!
//! What an implementation takes from anywhere but the simulator (the order of a `HashMap`, the wall clock, a
//! `static` that outlives a run) is the same twice only by accident. So the second run has another thread,
//! another order of runs before it, and others beside it.

use std::thread;

use crossbeam_channel::unbounded;

use crate::failure::{Class, Difference, Outside};
use crate::host::Factory;
use crate::runner::{self, Account, Outcome, Verdict};
use crate::suite::LabTest;

/// How often two runs are recorded side by side in search of the point where they part.
const ATTEMPTS: usize = 10;

/// One run, by what decides it.
pub(crate) type Run = (&'static LabTest, u64);

/// Does each run once more, `jobs` at a time and the last ones first, and compares it with the first time.
/// `on_result` is told of each: `Ok` with the outcome if both were the same, `Err` with a failure if not.
#[expect(clippy::disallowed_methods, reason = "these threads wait for simulations, each on its own")]
pub(crate) fn repeat_all(
    firsts: &[Outcome],
    jobs: usize,
    factory: &Factory,
    mut on_result: impl FnMut(Result<&Outcome, Outcome>),
) {
    let (work, todo) = unbounded();
    for index in (0..firsts.len()).rev() {
        // The receiver is held below, so there is somebody to take it.
        let _ = work.send(index);
    }
    drop(work);
    let (sender, results) = unbounded();
    thread::scope(|scope| {
        for _ in 0..jobs {
            let (todo, sender, factory) = (todo.clone(), sender.clone(), factory.clone());
            scope.spawn(move || {
                for index in todo {
                    let first: &Outcome = &firsts[index];
                    let second = runner::run(first.test, first.seed, &factory);
                    let result = if same(first, &second) { Ok(first) } else { Err(differs(first, &factory)) };
                    if sender.send(result).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for result in results {
            on_result(result);
        }
    });
}

/// Does the run of `first` once more; the failure if it was another run.
pub(crate) fn repeat(first: &Outcome, factory: &Factory) -> Option<Outcome> {
    let second = runner::run(first.test, first.seed, factory);
    (!same(first, &second)).then(|| differs(first, factory))
}

/// Whether two runs of one seed were the same, as far as they came.
fn same(first: &Outcome, second: &Outcome) -> bool {
    let parts = |outcome: &Outcome| (outcome.digest, outcome.observed, outcome.ended, outcome.statistics);
    parts(first) == parts(second) && first.verdict.rule() == second.verdict.rule()
}

/// The failure of a run that was another the second time.
fn differs(first: &Outcome, factory: &Factory) -> Outcome {
    let difference = part((first.test, first.seed), factory).map(Box::new);
    let account = Account::from(&Outside::Differs { difference });
    Outcome { verdict: Verdict::Failed(account), warnings: Vec::new(), log: Vec::new(), ..first.clone() }
}

/// Records the run, two at a time, until two of them part.
#[expect(clippy::disallowed_methods, reason = "these threads wait for simulations, each on its own")]
fn part((test, seed): Run, factory: &Factory) -> Option<Difference> {
    let mut known: Option<Outcome> = None;
    for _ in 0..ATTEMPTS {
        let (one, other) = thread::scope(|scope| {
            let theirs = factory.clone();
            let beside = scope.spawn(move || runner::record(test, seed, &theirs));
            (runner::record(test, seed, factory), beside.join())
        });
        let Ok(other) = other else { return None };
        let reference = known.get_or_insert(one);
        if let Some(difference) = Difference::between(&reference.log, &other.log) {
            return Some(difference);
        }
    }
    None
}

/// Whether this is the outcome of a run that was another the second time.
pub(crate) fn is_difference(outcome: &Outcome) -> bool {
    outcome.verdict.account().is_some_and(|account| account.class == Class::Nondeterminism)
}
