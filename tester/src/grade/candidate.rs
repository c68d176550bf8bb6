//! One submission on its way through the grading.

use std::path::Path;
use std::sync::Arc;

use super::bench::Runnable;
use super::error::GradingError;
use super::journal::{Entry, Journal, JournalError, Kept, Terms};
use super::shelf::Folders;
use super::submission::{Refusal, Submission};
use super::tally::Tally;
use super::work::{Task, Yield};
use super::workshop::WorkshopError;
use super::{Built, Grade, Points, Rubric, TestGrade, remarks};
use crate::suite::LabTest;

/// A submission, and how far it is.
pub(super) struct Candidate {
    name: String,
    /// Nothing if there is nothing to build.
    submission: Option<Arc<Submission>>,
    /// The digest of its sources; empty if it has none.
    sources: String,
    /// `None` if it cannot be used; then nothing will come of the submission.
    journal: Option<Journal>,
    built: Option<Built>,
    /// Each test that there are points for, in the order of the rubric.
    tests: Vec<Seat>,
    stage: Stage,
}

/// A test, and whether it is done.
struct Seat {
    test: &'static LabTest,
    possible: Points,
    is_given: bool,
    grade: Option<TestGrade>,
}

/// What there is to be done next.
enum Stage {
    /// It is to be built.
    Build,
    /// It is to be run. Its program is there.
    Test(Arc<dyn Runnable>),
    /// Somebody is at work, and nobody else can be.
    Wait,
    /// Nothing.
    Done(Box<Grade>),
    /// Nothing more, since something went wrong that is not its fault.
    Failed(GradingError),
}

impl Candidate {
    /// The submission `name` in `folder`, with what is known of it from before on the same terms. If its
    /// sources cannot be read or its journal not be used, it has failed from the beginning, and is nobody
    /// else's business.
    pub(super) fn open(name: &str, folder: &Path, folders: &Folders, rubric: &Rubric, terms: &Terms) -> Self {
        let (submission, refused) = match Submission::read(name, folder) {
            Ok(submission) => (Some(Arc::new(submission)), None),
            // Its journal stays as it is: the same sources may be read tomorrow.
            Err(Refusal::Unread(unread)) => return Self::failed(name, rubric, unread.into()),
            Err(refusal) => (None, Some(Built::Refused { reason: refusal.to_string() })),
        };
        let sources = submission.as_ref().map(|submission| submission.digest()).unwrap_or_default();
        let (journal, kept, failure) = match Journal::open(folders.journal(name), &terms.on(&sources)) {
            Ok((journal, kept)) => (Some(journal), kept, None),
            Err(error) => (None, Kept::default(), Some(error)),
        };
        let Kept { built, tests: kept_tests, grade } = kept;
        let seat = |(test, possible): &(&'static LabTest, Points)| {
            let grade = kept_tests.iter().find(|grade| grade.test == test.name).cloned();
            Seat { test, possible: *possible, is_given: grade.is_some(), grade }
        };
        let tests = rubric.points.iter().map(seat).collect();
        let name = name.to_owned();
        let built = refused.clone().or(built);
        let mut candidate = Self { name, submission, sources, journal, built, tests, stage: Stage::Build };
        if let Some(error) = failure {
            candidate.stage = Stage::Failed(error.into());
            return candidate;
        }
        // Why a folder without sources is refused may be another thing today.
        match grade.filter(|grade| refused.as_ref().is_none_or(|refused| grade.built == *refused)) {
            Some(grade) => candidate.stage = Stage::Done(Box::new(grade)),
            None if matches!(candidate.built, Some(Built::Failed { .. } | Built::Refused { .. })) => {
                candidate.finish(None, rubric);
            }
            None => {}
        }
        candidate
    }

    /// A submission of which nothing is known, and nothing will come.
    fn failed(name: &str, rubric: &Rubric, error: GradingError) -> Self {
        let seat = |(test, possible): &(&'static LabTest, Points)| Seat {
            test,
            possible: *possible,
            is_given: false,
            grade: None,
        };
        Self {
            name: name.to_owned(),
            submission: None,
            sources: String::new(),
            journal: None,
            built: None,
            tests: rubric.points.iter().map(seat).collect(),
            stage: Stage::Failed(error),
        }
    }

    /// Writes down what is done.
    fn note(&mut self, entry: &Entry) -> Result<(), JournalError> {
        self.journal.as_mut().map_or(Ok(()), |journal| journal.add(entry))
    }

    /// The submission's name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// How many of its tests are done.
    pub(super) fn tests_done(&self) -> usize {
        match &self.stage {
            Stage::Done(_) | Stage::Failed(_) => self.tests.len(),
            _ => self.tests.iter().filter(|seat| seat.grade.is_some()).count(),
        }
    }

    /// What came of it, if that is known.
    pub(super) const fn grade(&self) -> Option<&Grade> {
        match &self.stage {
            Stage::Done(grade) => Some(grade),
            _ => None,
        }
    }

    /// Why nothing will come of it, if so.
    pub(super) const fn failure(&self) -> Option<&GradingError> {
        match &self.stage {
            Stage::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// Whether nothing is to be done any more.
    pub(super) const fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Done(_) | Stage::Failed(_))
    }

    /// What somebody who has time could do.
    pub(super) fn next(&mut self) -> Option<Task> {
        match &self.stage {
            Stage::Build => {
                let submission = self.submission.clone()?;
                self.stage = Stage::Wait;
                Some(Task::Build(submission))
            }
            Stage::Test(program) => {
                let program = Arc::clone(program);
                let mut seats = self.tests.iter_mut().enumerate();
                if let Some((place, seat)) = seats.find(|(_, seat)| !seat.is_given) {
                    seat.is_given = true;
                    let (test, possible) = (seat.test, seat.possible);
                    return Some(Task::Test { program, place, test, possible });
                }
                let tests: Option<Vec<TestGrade>> =
                    self.tests.iter().map(|seat| seat.grade.clone()).collect();
                let tests = tests?;
                self.stage = Stage::Wait;
                Some(Task::Draw { program, name: self.name.clone(), tests })
            }
            Stage::Wait | Stage::Done(_) | Stage::Failed(_) => None,
        }
    }

    /// Gives it up for something that is not its fault. What is done stays written down.
    pub(super) fn fail(&mut self, error: GradingError) {
        self.stage = Stage::Failed(error);
    }

    /// Takes in what came of a task.
    pub(super) fn take(&mut self, result: Result<Yield, GradingError>, rubric: &Rubric) {
        if self.is_over() {
            return;
        }
        if let Err(error) = result.and_then(|done| self.try_take(done, rubric)) {
            self.fail(error);
        }
    }

    fn try_take(&mut self, done: Yield, rubric: &Rubric) -> Result<(), GradingError> {
        match done {
            Yield::Program(program) => {
                if self.built.is_none() {
                    self.note(&Entry::Built(Built::Program))?;
                }
                self.built = Some(Built::Program);
                self.stage = Stage::Test(program);
            }
            // What has changed is the machine: the tests that are done stay done.
            Yield::NoProgram(Built::Failed { log }) if self.built == Some(Built::Program) => {
                return Err(WorkshopError::Again(log).into());
            }
            Yield::NoProgram(built) => {
                self.note(&Entry::Built(built.clone()))?;
                self.built = Some(built);
                self.finish(None, rubric);
            }
            Yield::Test { place, grade } => {
                self.note(&Entry::Test(grade.clone()))?;
                if let Some(seat) = self.tests.get_mut(place) {
                    seat.grade = Some(*grade);
                }
            }
            Yield::Drawn(tests) => self.finish(Some(tests), rubric),
        }
        Ok(())
    }

    /// All is done that can be: what came of it.
    fn finish(&mut self, tests: Option<Vec<TestGrade>>, rubric: &Rubric) {
        let tests = tests.unwrap_or_else(|| self.tests.iter().map(|seat| seat.unearned(rubric)).collect());
        let mut remarks = self.submission.as_deref().map(remarks::of).unwrap_or_default();
        remarks.extend(tests.iter().filter(|test| test.is_doubtful()).map(|test| {
            format!("the harness itself failed in {}: its points are not to be relied on", test.test)
        }));
        let (name, sources) = (self.name.clone(), self.sources.clone());
        let built = self.built.clone().unwrap_or(Built::Program);
        let grade = Box::new(Grade { name, sources, built, tests, remarks });
        self.stage = match self.note(&Entry::Grade(grade.clone())) {
            Ok(()) => Stage::Done(grade),
            Err(error) => Stage::Failed(error.into()),
        };
    }
}

impl Seat {
    /// What comes of the test where there is nothing to run.
    fn unearned(&self, rubric: &Rubric) -> TestGrade {
        let tally = Tally::new(rubric.seeds.public_of(self.test), rubric.seeds.hidden);
        tally.grade(self.test, (Points::NONE, self.possible), None, 0.0)
    }
}
