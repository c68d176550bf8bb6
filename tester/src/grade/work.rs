//! What is done for one submission at a time, by whoever has time: build it, hold a trial, draw what failed.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::bench::{Bench, Runnable};
use super::error::GradingError;
use super::shelf::{Folders, delete};
use super::submission::Submission;
use super::trial::Trial;
use super::{Built, Points, Rubric, TestGrade};
use crate::invocation::Invocation;
use crate::suite::{self, LabTest};
use crate::traces::{Failed, KeepsakeError, are_timelines_unwanted, timeline_name};
use crate::worker::{Deadline, WorkerError};

/// The folder of the timelines, in that of the submission.
const TIMELINES: &str = "timelines";
/// How many are drawn for a submission at most: whoever has more mistakes begins with these.
const MOST: usize = 12;

/// Something to be done.
pub(super) enum Task {
    /// Build it.
    Build(Arc<Submission>),
    /// Do all runs of a test.
    Test { program: Arc<dyn Runnable>, place: usize, test: &'static LabTest, possible: Points },
    /// Draw the gravest failures, now that all tests are done.
    Draw { program: Arc<dyn Runnable>, name: String, tests: Vec<TestGrade> },
}

/// What came of it.
pub(super) enum Yield {
    /// A program.
    Program(Arc<dyn Runnable>),
    /// None.
    NoProgram(Built),
    /// A test is done.
    Test { place: usize, grade: Box<TestGrade> },
    /// The tests, with the timelines of their failures.
    Drawn(Vec<TestGrade>),
}

/// All that is needed for any of it.
pub(super) struct Means {
    pub(super) rubric: Rubric,
    pub(super) bench: Box<dyn Bench>,
    pub(super) folders: Folders,
}

impl Means {
    /// Does what is to be done.
    ///
    /// # Errors
    /// It cannot be done, and that is not the submission's fault.
    pub(super) fn carry_out(&self, task: Task) -> Result<Yield, GradingError> {
        match task {
            Task::Build(submission) => {
                let folder = self.folders.work(&submission.name);
                Ok(match self.bench.build(&submission, &folder)? {
                    Ok(program) => Yield::Program(program),
                    Err(built) => {
                        delete(&folder)?;
                        Yield::NoProgram(built)
                    }
                })
            }
            Task::Test { program, place, test, possible } => {
                let deadline = self.deadline();
                let fresh = || program.process(deadline);
                let trial = Trial { rubric: &self.rubric, test, possible, fresh: &fresh };
                Ok(Yield::Test { place, grade: Box::new(trial.hold()?) })
            }
            Task::Draw { program, name, mut tests } => {
                draw(program.as_ref(), &mut tests, &self.folders.home(&name), self.deadline())?;
                delete(&self.folders.work(&name))?;
                Ok(Yield::Drawn(tests))
            }
        }
    }

    /// Until when what begins now has to be done: the runs of a test, or the timelines of a submission.
    fn deadline(&self) -> Deadline {
        Deadline::after(Duration::from_secs(self.rubric.limits.test_seconds))
    }
}

/// Draws the examples of the gravest findings, as many as there is time for. What stood there before was of
/// another submission's runs.
fn draw(
    program: &dyn Runnable,
    tests: &mut [TestGrade],
    home: &Path,
    deadline: Deadline,
) -> Result<(), GradingError> {
    let folder = home.join(TIMELINES);
    delete(&folder)?;
    if are_timelines_unwanted() {
        return Ok(());
    }
    let mut shown: Vec<_> = tests
        .iter_mut()
        .filter_map(|grade| Some((suite::find(&grade.test)?, grade)))
        .flat_map(|(test, grade)| grade.findings.iter_mut().map(move |finding| (test, finding)))
        .filter_map(|(test, finding)| Some((finding.class, test, finding.example.as_mut()?)))
        .collect();
    // It keeps the order of the tests among equals.
    shown.sort_by_key(|(class, ..)| *class);
    for (_, test, example) in shown.into_iter().take(MOST) {
        let run = Failed { test, seed: example.seed, digest: example.digest };
        match program.draw(run, &folder, deadline) {
            Ok(_) => {
                let name = timeline_name(test, example.seed, &Invocation::lab());
                example.timeline = Some(format!("{TIMELINES}/{name}"));
            }
            Err(KeepsakeError::Worker(WorkerError::TimeOver)) => break,
            // Not every run can be drawn, nor every page be written, and none says anything that counts.
            Err(_) => {}
        }
    }
    Ok(())
}
