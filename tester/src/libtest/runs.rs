//! How the runs of a test function are done.

use std::path::PathBuf;

use crate::check;
use crate::host::Factory;
use crate::report::Advice;
use crate::runner::{self, Outcome};
use crate::suite::LabTest;
use crate::traces::{self, Extent, Failed};
use crate::worker::{Detail, Isolated, Manners, Printing, Told, WorkerError};

/// Does runs in a process of their own, as long as there is one to be had.
pub(super) struct Runs {
    isolated: Isolated,
    factory: Factory,
    /// Why the runs are done in this process instead, if they are.
    trouble: Option<WorkerError>,
}

impl Runs {
    /// The runs of the test function that the test harness calls `path`.
    pub(super) fn of_test_function(path: &str, factory: &Factory) -> Self {
        let arguments = [path, "--exact", "--nocapture", "--test-threads=1"];
        let isolated = Isolated::with_arguments(
            Manners::new(Printing::OfTheTest),
            arguments.into_iter().map(Into::into).collect(),
        );
        Self { isolated, factory: factory.clone(), trouble: None }
    }

    /// Runs `test` once.
    pub(super) fn run(&mut self, test: &'static LabTest, seed: u64) -> Outcome {
        match self.trying(|isolated| isolated.run(test, seed)) {
            Some(outcome) => outcome,
            None => runner::run(test, seed, &self.factory),
        }
    }

    /// The events of a run, and what it logs.
    pub(super) fn log(&mut self, test: &'static LabTest, seed: u64) -> Vec<Told> {
        let recorded = self.trying(|isolated| {
            let mut log = Vec::new();
            isolated.repeater().follow(test, seed, Detail::Events, |told| log.push(told))?;
            Ok(log)
        });
        let here = || runner::record(test, seed, &self.factory).log.into_iter().map(Told::Event).collect();
        recorded.unwrap_or_else(here)
    }

    /// Draws the timeline of a run that failed; where it is. `None` if the run has no process of its own.
    pub(super) fn timeline(&mut self, failed: &Outcome, advice: &Advice) -> Option<Result<PathBuf, String>> {
        if self.trouble.is_some() {
            return None;
        }
        let &Outcome { test, seed, digest, .. } = failed;
        let (run, folder) = (Failed { test, seed, digest }, traces::folder());
        let kept = traces::keep_timeline(&mut self.isolated.repeater(), run, &folder, advice, Extent::OWN);
        Some(kept.map_err(|error| error.to_string()))
    }

    /// Does the run of `first` twice more, in one fresh process, so that a `static` is new once and old once;
    /// the failure if it was ever another run.
    pub(super) fn repeat(&mut self, first: &Outcome) -> Option<Outcome> {
        let twice = |isolated: &mut Isolated| {
            let mut repeater = isolated.repeater();
            match check::repeat(first, &mut repeater)? {
                None => check::repeat(first, &mut repeater),
                differs => Ok(differs),
            }
        };
        self.trying(twice).flatten()
    }

    /// Why the runs are done in this process, if they are: then an abort of the implementation ends it.
    pub(super) const fn trouble(&self) -> Option<&WorkerError> {
        self.trouble.as_ref()
    }

    /// What the isolated run comes to; `None` if there is none to be had, now or ever since.
    fn trying<T>(&mut self, run: impl FnOnce(&mut Isolated) -> Result<T, WorkerError>) -> Option<T> {
        if self.trouble.is_some() {
            return None;
        }
        run(&mut self.isolated).map_err(|error| self.trouble = Some(error)).ok()
    }
}
