//! One test of one submission: all its runs, and what they are worth.

use super::process::Process;
use super::rubric::Rubric;
use super::tally::{Known, Tally};
use super::{GivenUp, Points, TestGrade, score, seeds};
use crate::check::Checked;
use crate::runner::{Outcome, Stopwatch};
use crate::suite::LabTest;
use crate::worker::WorkerError;

/// What is to be tried.
pub(super) struct Trial<'a, P> {
    pub(super) rubric: &'a Rubric,
    pub(super) test: &'static LabTest,
    pub(super) possible: Points,
    /// Gives a process that has done nothing before. All that it gives have one deadline: what the rubric
    /// gives a test is for its runs, for those that are repeated and for those that are searched for
    /// together.
    pub(super) fresh: &'a dyn Fn() -> P,
}

impl<P: Process> Trial<'_, P> {
    /// Does all runs, or as many as are of any use.
    ///
    /// # Errors
    /// No worker can be had, or one was killed from outside.
    pub(super) fn hold(&self) -> Result<TestGrade, WorkerError> {
        let clock = Stopwatch::start();
        let seeds = &self.rubric.seeds;
        let mut tally = Tally::new(seeds.public_of(self.test), seeds.hidden);
        let given_up = self.runs(&mut tally)?;
        if given_up != Some(GivenUp::Time) && tally.has_hidden_only() {
            self.search(&mut tally)?;
        }
        let factor = self.rubric.keep.after(tally.classes());
        let earned = score::earned(self.possible, tally.passed(), tally.planned(), factor);
        let seconds = clock.elapsed().as_secs_f64();
        Ok(tally.grade(self.test, (earned, self.possible), given_up, seconds))
    }

    /// Does the runs that count. Why not all of them, if so.
    fn runs(&self, tally: &mut Tally) -> Result<Option<GivenUp>, WorkerError> {
        let Rubric { seeds, keep, limits, .. } = self.rubric;
        let public = seeds::public(seeds, self.test).map(|seed| (Known::Public, seed));
        let hidden = seeds::hidden(seeds, self.test).into_iter().map(|seed| (Known::Hidden, seed));
        let mut left = public.chain(hidden).peekable();
        let mut process = (self.fresh)();
        let (mut is_first, mut deaths) = (true, 0);
        while let Some((known, seed)) = left.next() {
            let outcome = match process.run(self.test, seed) {
                Ok(outcome) if is_first => self.looked_at(outcome),
                other => other,
            };
            let outcome = match outcome {
                Err(WorkerError::TimeOver) => return Ok(Some(GivenUp::Time)),
                other => other?,
            };
            is_first = false;
            tally.add(known, &outcome);
            deaths += u64::from(!Checked::is_finished(&outcome));
            if left.peek().is_none() {
                break;
            }
            if keep.after(tally.classes()).is_nothing() {
                return Ok(Some(GivenUp::Lost));
            }
            if deaths >= limits.give_up {
                return Ok(Some(GivenUp::Dying));
            }
        }
        Ok(None)
    }

    /// The first outcome, or the failure that the same run is another one in another process. Of a run that
    /// did not come to its end there is nothing to compare.
    fn looked_at(&self, first: Outcome) -> Result<Outcome, WorkerError> {
        if !self.rubric.determinism || !Checked::is_finished(&first) {
            return Ok(first);
        }
        let differs = (self.fresh)().repeat(&first)?;
        Ok(differs.unwrap_or(first))
    }

    /// Looks for public runs that fail as so far only hidden ones do, in the time that is left. They count
    /// for nothing.
    fn search(&self, tally: &mut Tally) -> Result<(), WorkerError> {
        let mut process = (self.fresh)();
        let mut deaths = 0;
        for seed in seeds::beyond(&self.rubric.seeds) {
            let outcome = match process.run(self.test, seed) {
                Err(WorkerError::TimeOver | WorkerError::Killed) => return Ok(()),
                other => other?,
            };
            tally.show(&outcome);
            deaths += u64::from(!Checked::is_finished(&outcome));
            if !tally.has_hidden_only() || deaths >= self.rubric.limits.give_up {
                return Ok(());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
