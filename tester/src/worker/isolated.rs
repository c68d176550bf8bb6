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
        let (mut seed, last) = seeds.into_inner();
        while seed <= last {
            let clock = Stopwatch::start();
            let request = self.request(test, seed..=last, Detail::Outcome);
            let is_asked = self.worker()?.ask(&request)?.is_some();
            while seed <= last {
                let heard = if is_asked { self.worker()?.hear()? } else { None };
                let (outcome, lives) = match heard {
                    Some(Response::Outcome(outcome)) => (*outcome, true),
                    Some(Response::Event(_) | Response::Moment(_)) => continue,
                    None => (self.inquest(test, seed, clock)?, false),
                };
                let lives = lives && !self.is_spent_by(&outcome);
                let wants_more = take(outcome).is_continue();
                if !lives || !wants_more && seed < last {
                    self.worker = None;
                }
                if !wants_more || seed == last {
                    return Ok(());
                }
                seed += 1;
                if !lives {
                    break;
                }
            }
        }
        Ok(())
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
        mut on_event: impl FnMut(LogEvent),
    ) -> Result<Outcome, WorkerError> {
        let clock = Stopwatch::start();
        let request = self.request(test, seed..=seed, detail);
        if self.worker()?.ask(&request)?.is_some() {
            while let Some(response) = self.worker()?.hear()? {
                match response {
                    Response::Event(event) => on_event(event),
                    Response::Moment(_) => {}
                    Response::Outcome(outcome) => {
                        if self.is_spent_by(&outcome) {
                            self.worker = None;
                        }
                        return Ok(*outcome);
                    }
                }
            }
        }
        self.inquest(test, seed, clock)
    }

    /// Whether the worker has a thread that goes on for ever after this outcome. Only the end of a process
    /// stops a thread.
    fn is_spent_by(&self, outcome: &Outcome) -> bool {
        outcome.verdict.rule() == Some(Outside::NEVER_YIELDS)
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
