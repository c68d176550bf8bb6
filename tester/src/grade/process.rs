//! What a trial needs of the processes in which a submission runs.

use crate::check;
use crate::runner::Outcome;
use crate::suite::LabTest;
use crate::worker::{Isolated, WorkerError};

/// A process that does runs, and whatever follows it when it dies.
pub(crate) trait Process {
    /// Runs `test` once.
    ///
    /// # Errors
    /// No worker can be had, or the time of the test is over.
    fn run(&mut self, test: &'static LabTest, seed: u64) -> Result<Outcome, WorkerError>;

    /// Does this run once more; the failure if it was another run.
    ///
    /// # Errors
    /// No worker can be had, or the time of the test is over.
    fn repeat(&mut self, first: &Outcome) -> Result<Option<Outcome>, WorkerError>;
}

impl Process for Isolated {
    fn run(&mut self, test: &'static LabTest, seed: u64) -> Result<Outcome, WorkerError> {
        Self::run(self, test, seed)
    }

    fn repeat(&mut self, first: &Outcome) -> Result<Option<Outcome>, WorkerError> {
        check::compare(first, self)
    }
}

impl Process for Box<dyn Process> {
    fn run(&mut self, test: &'static LabTest, seed: u64) -> Result<Outcome, WorkerError> {
        self.as_mut().run(test, seed)
    }

    fn repeat(&mut self, first: &Outcome) -> Result<Option<Outcome>, WorkerError> {
        self.as_mut().repeat(first)
    }
}
