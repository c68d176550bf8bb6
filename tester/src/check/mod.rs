//! Looks whether a seed decides a run: does it again, and compares.
//!
//! What an implementation takes from anywhere but the simulator (the order of a `HashMap`, the wall clock, a
//! `static` that outlives a run) is the same twice only by accident. So the next times the run has another
//! thread, another process, other runs before it, and others beside it.

mod checked;

use std::{panic, thread};

pub(crate) use checked::Checked;

use crate::failure::{Class, Difference, Outside};
use crate::runner::{Account, LogEvent, Outcome, Verdict};
use crate::worker::{Detail, Isolated, Told, WorkerError};

/// How many processes are tried in search of the point where two runs part.
const ATTEMPTS: usize = 10;

/// Does each run twice more, the last ones first, and compares it with the first time: in the process that
/// did them all the first time, and beside it in a fresh one. The outcomes; of a run that was ever another, a
/// failure. `on_run` is told when one is done.
///
/// # Errors
/// No worker can be had.
#[expect(clippy::disallowed_methods, reason = "the thread waits for a worker and simulates nothing")]
pub(crate) fn repeat_all(
    firsts: &[Outcome],
    isolated: &mut Isolated,
    on_run: impl FnMut(),
) -> Result<Vec<Outcome>, WorkerError> {
    let mut fresh = isolated.repeater();
    let (old, new) = thread::scope(|scope| {
        let beside = scope.spawn(move || repeat_each(firsts, &mut fresh, || {}));
        (repeat_each(firsts, isolated, on_run), beside.join())
    });
    let new = new.unwrap_or_else(|panicked| panic::resume_unwind(panicked))?;
    let differs = old?.into_iter().zip(new).map(|(old, new)| old.or(new));
    let outcome = |(first, differs): (&Outcome, Option<Outcome>)| differs.unwrap_or_else(|| first.clone());
    Ok(firsts.iter().rev().zip(differs).map(outcome).collect())
}

/// Does each run once more, the last ones first; the failures of those that were others.
fn repeat_each(
    firsts: &[Outcome],
    isolated: &mut Isolated,
    mut on_run: impl FnMut(),
) -> Result<Vec<Option<Outcome>>, WorkerError> {
    let repeated = firsts.iter().rev().map(|first| {
        let differs = repeat(first, isolated)?;
        on_run();
        Ok(differs)
    });
    repeated.collect()
}

/// Does the run of `first` once more; the failure if it was another run.
///
/// # Errors
/// No worker can be had.
pub(crate) fn repeat(first: &Outcome, isolated: &mut Isolated) -> Result<Option<Outcome>, WorkerError> {
    if is_repeated(first, isolated)? {
        return Ok(None);
    }
    let difference = part(first, isolated)?;
    Ok(Some(differing(first, difference)))
}

/// Does the run of `first` once more; the failure if it was another run. Where the two part is not looked
/// for: that takes two recordings, and somebody who means harm makes them as long as memory.
///
/// # Errors
/// No worker can be had, or somebody has killed it.
pub(crate) fn compare(first: &Outcome, isolated: &mut Isolated) -> Result<Option<Outcome>, WorkerError> {
    let second = isolated.run(first.test, first.seed)?;
    Ok(compared(first, second))
}

/// The failure that there is when the second time is not the same as the first.
///
/// A run that stood still the second time is no other one as far as anybody knows: the machine may have been
/// too busy. It has failed all the same, but only as one that stood still the first time would have.
fn compared(first: &Outcome, second: Outcome) -> Option<Outcome> {
    if same(first, &second) {
        return None;
    }
    let is_stuck = second.verdict.account().is_some_and(|account| account.class == Class::Hang);
    let is_other = Checked::is_finished(&second) || !is_stuck;
    Some(if is_other { differing(first, None) } else { second })
}

fn is_repeated(first: &Outcome, isolated: &mut Isolated) -> Result<bool, WorkerError> {
    let second = isolated.run(first.test, first.seed)?;
    Ok(same(first, &second))
}

/// What is said of a run that was another the second time.
fn differing(first: &Outcome, difference: Option<Difference>) -> Outcome {
    let account = Account::from(&Outside::Differs { difference: difference.map(Box::new) });
    let verdict = Verdict::Failed(account);
    Outcome { verdict, warnings: Vec::new(), log: Vec::new(), ..first.clone() }
}

/// Whether two runs of one seed were the same, as far as they came.
fn same(first: &Outcome, second: &Outcome) -> bool {
    let parts = |outcome: &Outcome| (outcome.digest, outcome.observed, outcome.ended, outcome.statistics);
    parts(first) == parts(second) && first.verdict.rule() == second.verdict.rule()
}

/// Records the run until two recordings part. Each process records it twice: what a `static` remembers is new
/// the first time, and old the second.
fn part(run: &Outcome, isolated: &Isolated) -> Result<Option<Difference>, WorkerError> {
    let mut reference: Option<Vec<LogEvent>> = None;
    for _ in 0..ATTEMPTS {
        let mut process = isolated.repeater();
        for _ in 0..2 {
            let mut log = Vec::new();
            process.follow(run.test, run.seed, Detail::Events, |told| {
                if let Told::Event(event) = told {
                    log.push(event);
                }
            })?;
            match &reference {
                None => reference = Some(log),
                Some(known) => {
                    if let Some(difference) = Difference::between(known, &log) {
                        return Ok(Some(difference));
                    }
                }
            }
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::{Death, Sighting};
    use crate::hunt::samples::{Fate, outcome};

    #[test]
    fn a_second_try_that_stands_still_is_a_hang_and_one_that_dies_is_another_run() {
        let first = outcome(0, 1, Fate::Passes);
        let class = |second| {
            let failure = compared(&first, second)?;
            failure.verdict.account().map(|account| account.class)
        };
        let ended = |outside: &Outside| {
            let account = Account::from(outside);
            Outcome::from_outside(first.test, first.seed, account, sim::Instant::ZERO, first.wall)
        };
        assert_eq!(class(first.clone()), None);
        let stuck = Outside::NeverYields { place: Sighting::default(), patience: first.wall };
        let stopped = Outside::Died { place: None, how: Death::Silence };
        assert_eq!([class(ended(&stuck)), class(ended(&stopped))], [Some(Class::Hang); 2]);
        let dies = Outside::Died { place: None, how: Death::Abort(String::new()) };
        assert_eq!(class(ended(&dies)), Some(Class::Nondeterminism));
        assert_eq!(class(outcome(0, 2, Fate::Passes)), Some(Class::Nondeterminism));
    }
}
