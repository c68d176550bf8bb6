//! Runs whose outcome is sure to come, whatever the implementation does.

use std::ops::{ControlFlow, RangeInclusive};
use std::time::Duration;

use sim::Instant;

use super::WorkerError;
use super::death::death;
use super::process::{Printing, Worker};
use super::wire::{Detail, Request, Response};
use crate::failure::{Death, Outside, Sighting};
use crate::runner::{Account, LogEvent, Outcome, PATIENCE, Stopwatch};
use crate::suite::LabTest;

/// How runs are done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manners {
    /// How long a run may go without a step, in real time.
    pub(crate) patience: Duration,
    /// Where what the implementation prints goes.
    pub(crate) printing: Printing,
}

impl Manners {
    /// The usual patience.
    pub(crate) const fn new(printing: Printing) -> Self {
        Self { patience: PATIENCE, printing }
    }
}

/// A worker that is there when it is needed, and replaced when it is dead or stuck.
pub(crate) struct Isolated {
    manners: Manners,
    worker: Option<Worker>,
}

impl Isolated {
    /// No worker is started before the first run.
    pub(crate) const fn new(manners: Manners) -> Self {
        Self { manners, worker: None }
    }

    /// Runs `test` once.
    ///
    /// # Errors
    /// No worker can be had.
    pub(crate) fn run(&mut self, test: &'static LabTest, seed: u64) -> Result<Outcome, WorkerError> {
        self.tell(test, seed, Detail::Outcome, |_| {})
    }

    /// Runs `test` with all these seeds, one after the other, as long as `take` wants more.
    ///
    /// # Errors
    /// No worker can be had.
    pub(crate) fn run_all(
        &mut self,
        test: &'static LabTest,
        seeds: RangeInclusive<u64>,
        mut take: impl FnMut(Outcome) -> ControlFlow<()>,
    ) -> Result<(), WorkerError> {
        let last = *seeds.end();
        let mut first = (*seeds.start() <= last).then_some(*seeds.start());
        while let Some(seed) = first {
            first = self.run_some(test, seed..=last, &mut take)?;
        }
        Ok(())
    }

    /// Does as many of these runs as one worker lives to do; the first seed that is left, if more are wanted.
    fn run_some(
        &mut self,
        test: &'static LabTest,
        seeds: RangeInclusive<u64>,
        take: &mut impl FnMut(Outcome) -> ControlFlow<()>,
    ) -> Result<Option<u64>, WorkerError> {
        let last = *seeds.end();
        let request = self.request(test, seeds.clone(), Detail::Outcome);
        let mut lives = self.worker()?.ask(&request)?.is_some();
        for seed in seeds {
            let clock = Stopwatch::start();
            let heard = if lives { self.hear_outcome(|_| {})? } else { None };
            lives = heard.as_ref().is_some_and(|outcome| !is_given_up(outcome));
            let outcome = heard.map_or_else(|| self.inquest(test, seed, clock), Ok)?;
            let wants_more = take(outcome).is_continue();
            if !lives || !wants_more && seed < last {
                self.worker = None;
            }
            match (wants_more, lives) {
                (false, _) => return Ok(None),
                (true, false) => return Ok(seed.checked_add(1).filter(|next| *next <= last)),
                (true, true) => {}
            }
        }
        Ok(None)
    }

    /// The outcome of the run that the worker is on, after its events; `None` if the worker dies of it.
    fn hear_outcome(&mut self, mut on_event: impl FnMut(LogEvent)) -> Result<Option<Outcome>, WorkerError> {
        while let Some(response) = self.worker()?.hear()? {
            match response {
                Response::Event(event) => on_event(event),
                Response::Moment(_) => {}
                Response::Outcome(outcome) => return Ok(Some(*outcome)),
            }
        }
        Ok(None)
    }

    /// Runs `test` once and hands on its events while they happen: those of a run that comes to a sudden end
    /// too.
    ///
    /// # Errors
    /// No worker can be had.
    pub(crate) fn record(
        &mut self,
        test: &'static LabTest,
        seed: u64,
        on_event: impl FnMut(LogEvent),
    ) -> Result<Outcome, WorkerError> {
        self.tell(test, seed, Detail::Events, on_event)
    }

    fn tell(
        &mut self,
        test: &'static LabTest,
        seed: u64,
        detail: Detail,
        on_event: impl FnMut(LogEvent),
    ) -> Result<Outcome, WorkerError> {
        let clock = Stopwatch::start();
        let request = self.request(test, seed..=seed, detail);
        let is_asked = self.worker()?.ask(&request)?.is_some();
        match if is_asked { self.hear_outcome(on_event)? } else { None } {
            None => self.inquest(test, seed, clock),
            Some(outcome) => {
                if is_given_up(&outcome) {
                    self.worker = None;
                }
                Ok(outcome)
            }
        }
    }

    fn worker(&mut self) -> Result<&mut Worker, WorkerError> {
        let worker = match self.worker.take() {
            Some(worker) => worker,
            None => Worker::start(self.manners.printing)?,
        };
        Ok(self.worker.insert(worker))
    }

    fn request(&self, test: &LabTest, seeds: RangeInclusive<u64>, detail: Detail) -> Request {
        let patience_ms = u64::try_from(self.manners.patience.as_millis()).unwrap_or(u64::MAX);
        let (first, last) = seeds.into_inner();
        Request { test: test.name.to_owned(), first, last, detail, patience_ms }
    }

    /// The worker has died of this run: what of, and where.
    fn inquest(
        &mut self,
        test: &'static LabTest,
        seed: u64,
        clock: Stopwatch,
    ) -> Result<Outcome, WorkerError> {
        let how = self.bury()?;
        let place = self.last_seen(test, seed)?;
        let ended = Instant::from_nanos(place.as_ref().map_or(0, |place| place.at_nanos));
        let account = Account::from(&Outside::Died { place, how });
        Ok(Outcome::from_outside(test, seed, account, ended, clock.elapsed()))
    }

    fn bury(&mut self) -> Result<Death, WorkerError> {
        let Some(worker) = self.worker.take() else { return Ok(Death::Exit(0)) };
        let (status, words) = worker.bury()?;
        Ok(death(status, &words))
    }

    /// Whose code was running when the run ended its process: found out by letting it do so again. `None` if
    /// it does not.
    fn last_seen(&mut self, test: &'static LabTest, seed: u64) -> Result<Option<Sighting>, WorkerError> {
        let mut last = None;
        let request = self.request(test, seed..=seed, Detail::Moments);
        let mut worker = Worker::start(Printing::Dropped)?;
        if worker.ask(&request)?.is_some() {
            while let Some(response) = worker.hear()? {
                match response {
                    Response::Moment(sighting) => last = Some(sighting),
                    Response::Event(_) => {}
                    Response::Outcome(_) => return Ok(None),
                }
            }
        }
        Ok(last)
    }
}

/// Whether a thread goes on for ever after this outcome. Only the end of its process stops a thread.
fn is_given_up(outcome: &Outcome) -> bool {
    outcome.verdict.rule() == Some(Outside::NEVER_YIELDS)
}
