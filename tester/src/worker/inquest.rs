//! What a worker died of, and whose code was running: found out by letting it do the run again.

use sim::Instant;

use super::WorkerError;
use super::isolated::Service;
use super::process::{Heard, Worker};
use super::wire::{Request, Response};
use crate::failure::{Death, Outside, Sighting};
use crate::runner::{Account, Outcome, Stopwatch};
use crate::suite::LabTest;

/// A run whose worker has died.
pub(super) struct Inquest<'a> {
    pub(super) test: &'static LabTest,
    pub(super) seed: u64,
    /// Since the run began.
    pub(super) clock: Stopwatch,
    /// How long its worker was to serve.
    pub(super) service: Service,
    /// What the worker died of.
    pub(super) death: Death,
    /// How many lines of its trace the worker has told before.
    pub(super) records: u64,
    /// Who takes those that it has not.
    pub(super) on_record: &'a mut dyn FnMut(String) -> Result<(), WorkerError>,
}

/// What became of the run when it was repeated.
enum Again {
    /// It ended its process again.
    Died { death: Death, last: Option<Sighting> },
    /// It came to an end.
    Lived(Box<Outcome>),
}

impl Inquest<'_> {
    /// Repeats the run in a worker that `start` gives, which tells before each step whose code is running.
    ///
    /// The words of a death are those of the repetition: the first worker may have said something in an
    /// earlier run. A process that was ended from outside, as when the system is out of memory, has the
    /// outcome of the repetition if that ends in peace. But where a process has one run only, that run has no
    /// second try: whoever takes chances could have as many as it dies for.
    ///
    /// # Errors
    /// No worker can be had, or what it records is not wanted.
    pub(super) fn hold(
        self,
        start: impl FnOnce() -> Result<Worker, WorkerError>,
        request: &Request,
    ) -> Result<Outcome, WorkerError> {
        let (place, how) = match repeat(start()?, request, self.records, self.on_record)? {
            Again::Died { death, last } if death.is_like(&self.death) => (last, death),
            Again::Lived(mut outcome) if self.service == Service::Long && self.death.is_from_outside() => {
                outcome.warnings.push(format!("the process of the first try {}", self.death));
                return Ok(*outcome);
            }
            Again::Died { .. } | Again::Lived(_) => (None, self.death.without_words()),
        };
        let ended = Instant::from_nanos(place.as_ref().map_or(0, |place| place.at_nanos));
        let account = Account::from(&Outside::Died { place, how });
        Ok(Outcome::from_outside(self.test, self.seed, account, ended, self.clock.elapsed()))
    }
}

fn repeat(
    mut worker: Worker,
    request: &Request,
    mut known: u64,
    on_record: &mut dyn FnMut(String) -> Result<(), WorkerError>,
) -> Result<Again, WorkerError> {
    let mut last = None;
    worker.ask(request)?;
    loop {
        match worker.hear()? {
            Heard::Response(Response::Moment(sighting)) => last = Some(sighting),
            Heard::Response(Response::Outcome(outcome)) => return Ok(Again::Lived(outcome)),
            Heard::Record(_) if known > 0 => known -= 1,
            Heard::Record(line) => on_record(line)?,
            Heard::Response(_) => {}
            Heard::Hangup => return Ok(Again::Died { death: Death::of(worker.bury()?), last }),
            Heard::Silence => return Ok(Again::Died { death: Death::Silence, last }),
        }
    }
}
