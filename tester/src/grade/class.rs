//! The grading of a class: hands out what is to be done, keeps what comes back, until all is done or somebody
//! interrupts.
//!
//! Submissions are taken in the order of their names, each with all its tests, so that the first are done
//! early. What comes of them does not depend on that order, nor on how many are under way at once.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::RecvTimeoutError;

use super::bench::Bench;
use super::candidate::Candidate;
use super::error::GradingError;
use super::hands::Hands;
use super::journal::{JournalError, Terms};
use super::shelf::{Folders, Shelf};
use super::work::Means;
use super::{Grade, Rubric};

/// How often the audience is asked for attention while nothing comes in.
const TICK: Duration = Duration::from_millis(100);

/// Who watches a grading and may end it.
pub(crate) trait Audience {
    /// All is known of a submission. Also told of those that were done before.
    ///
    /// # Errors
    /// It cannot be told; then it does not count as graded, and the grading of the others goes on.
    fn graded(&mut self, grade: &Grade) -> Result<(), GradingError>;

    /// Time has passed.
    ///
    /// # Errors
    /// The progress cannot be told; the grading ends.
    fn tick(&mut self, standing: Standing) -> io::Result<()>;

    /// Whether the grading is to end here.
    fn is_interrupted(&self) -> bool;
}

/// How far a grading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// How many submissions there are.
    pub(crate) submissions: usize,
    /// Of how many nothing is to be done any more.
    pub(crate) submissions_done: usize,
    /// How many tests they have together.
    pub(crate) tests: usize,
    /// How many of these are done.
    pub(crate) tests_done: usize,
}

/// How a grading ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// All that could be done was done.
    Complete,
    /// Somebody interrupted it.
    Interrupted,
}

/// All submissions that are graded.
pub(crate) struct Class {
    means: Arc<Means>,
    // By their names.
    candidates: Vec<Candidate>,
    // Not the threads': one may outlive an interrupted grading for a moment.
    shelf: Shelf,
    tests_of_each: usize,
}

impl Class {
    /// The submissions in these folders, with what is known of them from before.
    ///
    /// # Errors
    /// What is known was graded on other terms.
    pub(crate) fn open(
        submissions: &BTreeMap<String, PathBuf>,
        rubric: Rubric,
        terms: &Terms,
        shelf: Shelf,
        bench: Box<dyn Bench>,
    ) -> Result<Self, JournalError> {
        let folders = shelf.folders().clone();
        terms.hold(&folders.class(), folders.root())?;
        let open =
            |(name, folder): (&String, &PathBuf)| Candidate::open(name, folder, &folders, &rubric, terms);
        let candidates = submissions.iter().map(open).collect();
        let tests_of_each = rubric.points.len();
        Ok(Self { means: Arc::new(Means { rubric, bench, folders }), candidates, shelf, tests_of_each })
    }

    /// Does all that is to be done, so many tasks at a time.
    ///
    /// # Errors
    /// It cannot go on, or not be told of. What is done is kept.
    pub(crate) fn drive(&mut self, jobs: usize, audience: &mut impl Audience) -> Result<Ended, GradingError> {
        for candidate in &mut self.candidates {
            tell(candidate, audience);
        }
        let hands = Hands::start(jobs, &self.means).map_err(GradingError::Thread)?;
        let mut under_way = 0;
        loop {
            audience.tick(self.standing())?;
            if self.candidates.iter().all(Candidate::is_over) {
                return Ok(Ended::Complete);
            }
            if audience.is_interrupted() {
                return Ok(Ended::Interrupted);
            }
            while under_way < jobs
                && let Some((number, task)) = self.next()
            {
                hands.give(number, task);
                under_way += 1;
            }
            match hands.results().recv_timeout(TICK) {
                Ok(Some((number, result))) => {
                    under_way -= 1;
                    self.take(number, result, audience);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Ok(None) | Err(RecvTimeoutError::Disconnected) => return Err(GradingError::ThreadLost),
            }
        }
    }

    /// The next task, and whose it is.
    fn next(&mut self) -> Option<(usize, super::work::Task)> {
        let mut candidates = self.candidates.iter_mut().enumerate();
        candidates.find_map(|(number, candidate)| Some((number, candidate.next()?)))
    }

    fn take(
        &mut self,
        number: usize,
        result: Result<super::work::Yield, GradingError>,
        audience: &mut impl Audience,
    ) {
        let candidate = &mut self.candidates[number];
        if !candidate.is_over() {
            candidate.take(result, &self.means.rubric);
            tell(candidate, audience);
        }
    }

    /// Where its files are.
    pub(crate) const fn folders(&self) -> &Folders {
        self.shelf.folders()
    }

    /// How far it is.
    pub(crate) fn standing(&self) -> Standing {
        let all = &self.candidates;
        Standing {
            submissions: all.len(),
            submissions_done: all.iter().filter(|candidate| candidate.is_over()).count(),
            tests: all.len() * self.tests_of_each,
            tests_done: all.iter().map(Candidate::tests_done).sum(),
        }
    }

    /// What came of the submissions of which all is known, by their names.
    pub(crate) fn grades(&self) -> Vec<Grade> {
        self.candidates.iter().filter_map(Candidate::grade).cloned().collect()
    }

    /// The submissions that cannot be graded, and why.
    pub(crate) fn failures(&self) -> impl Iterator<Item = (&str, &GradingError)> {
        self.candidates.iter().filter_map(|candidate| Some((candidate.name(), candidate.failure()?)))
    }
}

/// Tells what came of a submission, if that is known.
fn tell(candidate: &mut Candidate, audience: &mut impl Audience) {
    if let Some(Err(error)) = candidate.grade().map(|grade| audience.graded(grade)) {
        candidate.fail(error);
    }
}

#[cfg(test)]
mod tests;
