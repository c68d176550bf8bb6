//! Between the grading and those who do the work: a compiler, and processes. The tests of the grading put
//! others in their place.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Built;
use super::process::Process;
use super::rubric::{Limits, Rubric};
use super::submission::Submission;
use super::workshop::{Program, Workshop, WorkshopError};
use crate::invocation::Invocation;
use crate::oracle::Eyes;
use crate::report::Advice;
use crate::rules::Hints;
use crate::traces::{Extent, Failed, KeepsakeError, keep_timeline};
use crate::worker::{Deadline, Isolated};

/// Who builds submissions.
pub(crate) trait Bench: Send + Sync {
    /// Builds a submission in `folder`, which is its own. What came of it if it is no program.
    ///
    /// # Errors
    /// It cannot be built, for no fault of its own.
    fn build(
        &self,
        submission: &Submission,
        folder: &Path,
    ) -> Result<Result<Arc<dyn Runnable>, Built>, WorkshopError>;
}

/// A submission that can be run.
pub(crate) trait Runnable: Send + Sync {
    /// A process that has done nothing before, and that lives until then.
    fn process(&self, deadline: Deadline) -> Box<dyn Process>;

    /// Repeats a run that failed, until then, and draws it into `folder`.
    ///
    /// # Errors
    /// It cannot be repeated, or not be written.
    fn draw(&self, run: Failed, folder: &Path, deadline: Deadline) -> Result<PathBuf, KeepsakeError>;
}

/// The bench at which submissions are really built.
pub(crate) struct Workbench {
    workshop: Workshop,
    limits: Limits,
    eyes: Eyes,
    hints: Hints,
}

impl Workbench {
    /// Builds in this workshop, on the rubric's conditions.
    pub(crate) fn new(workshop: Workshop, rubric: &Rubric) -> Self {
        let eyes = if rubric.inspect { Eyes::All } else { Eyes::BlackBox };
        Self { workshop, limits: rubric.limits.clone(), eyes, hints: rubric.hints }
    }
}

impl Bench for Workbench {
    fn build(
        &self,
        submission: &Submission,
        folder: &Path,
    ) -> Result<Result<Arc<dyn Runnable>, Built>, WorkshopError> {
        let built = self.workshop.build(submission, folder, &self.limits)?;
        Ok(built.map(|program| {
            let (limits, eyes, hints) = (self.limits.clone(), self.eyes, self.hints);
            let confined: Arc<dyn Runnable> = Arc::new(Confined { program, limits, eyes, hints });
            confined
        }))
    }
}

/// The program of a submission, which is run confined.
struct Confined {
    program: Program,
    limits: Limits,
    eyes: Eyes,
    hints: Hints,
}

impl Confined {
    fn isolated(&self, deadline: Deadline) -> Isolated {
        let mut isolated = self.program.isolated(&self.limits, self.eyes);
        isolated.finish_by(deadline);
        isolated
    }
}

impl Runnable for Confined {
    fn process(&self, deadline: Deadline) -> Box<dyn Process> {
        Box::new(self.isolated(deadline))
    }

    fn draw(&self, run: Failed, folder: &Path, deadline: Deadline) -> Result<PathBuf, KeepsakeError> {
        // Each page stands for itself, and explains every rule that it names.
        let advice = Advice::new(self.hints, Invocation::lab());
        keep_timeline(&mut self.isolated(deadline), run, folder, &advice, Extent::STRANGERS)
    }
}
