//! Runs whose outcome is sure to come, whatever the implementation does.

use std::env;
use std::ffi::OsString;
use std::io;
use std::ops::{ControlFlow, RangeInclusive};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use timeline::record::Line;

use super::WorkerError;
use super::deadline::Deadline;
use super::inquest::Inquest;
use super::process::{Heard, Printing, Worker, this_program_with};
use super::wire::{Detail, Request, Response};
use crate::failure::{Death, Outside};
use crate::oracle::Eyes;
use crate::report::LOG;
use crate::runner::{LogEvent, Outcome, PATIENCE, Stopwatch};
use crate::steering::Steering;
use crate::suite::LabTest;

/// How long a worker serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// For a great many runs, since that is fast. What an earlier one has used up can be what a later one
    /// dies of.
    Long,
    /// For one run. Nothing that the implementation keeps in a `static` is there in the next one, and
    /// whatever a process dies of is the doing of its only run.
    OneRun,
}

impl Service {
    /// After how many runs a worker is replaced: what an implementation leaks, threads or memory, goes with
    /// it.
    const fn runs(self) -> u32 {
        match self {
            Self::Long => 2000,
            Self::OneRun => 1,
        }
    }
}

/// How runs are done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manners {
    /// How long a run may go without a step, in real time.
    pub(crate) patience: Duration,
    /// Where what the implementation prints goes.
    pub(crate) printing: Printing,
    /// How closely the oracles look.
    pub(crate) eyes: Eyes,
    /// For how long workers serve.
    pub(crate) service: Service,
}

impl Manners {
    /// The usual patience.
    pub(crate) const fn new(printing: Printing) -> Self {
        Self { patience: PATIENCE, printing, eyes: Eyes::All, service: Service::Long }
    }
}

/// What is told of a run while it goes on.
pub(crate) enum Told {
    /// Something happened.
    Event(LogEvent),
    /// The implementation has logged something.
    Line(Line),
    /// A line of the run's trace.
    Record(String),
}

impl Told {
    /// What kind of event it is, or `log`; `None` of a line of a trace.
    pub(crate) fn kind(&self) -> Option<&str> {
        match self {
            Self::Event(event) => Some(&event.kind),
            Self::Line(_) => Some(LOG),
            Self::Record(_) => None,
        }
    }
}

/// Gives the command that starts a worker: one for each.
pub(crate) type Starter = Arc<dyn Fn() -> io::Result<Command> + Send + Sync>;

/// A worker that is there when it is needed, and replaced when it is dead, stuck or old.
pub(crate) struct Isolated {
    manners: Manners,
    /// What runs are told beyond their seeds.
    steering: Steering,
    starter: Starter,
    worker: Option<Worker>,
    /// When all runs have to be done, if ever.
    deadline: Option<Deadline>,
    /// How many runs the worker has done.
    age: u32,
}

impl Isolated {
    /// No worker is started before the first run. Workers get the arguments that this program was given: they
    /// may say which implementation it hosts.
    pub(crate) fn new(manners: Manners) -> Self {
        Self::with_arguments(manners, env::args_os().skip(1).collect())
    }

    /// Like [`new`](Self::new), with arguments of their own for the workers.
    pub(crate) fn with_arguments(manners: Manners, arguments: Vec<OsString>) -> Self {
        Self::of_program(manners, Arc::new(move || this_program_with(&arguments)))
    }

    /// Like [`new`](Self::new), with workers that are another program: each is started by a command of its
    /// own. A command that clears its program's environment has to pass on what makes it a worker, see
    /// [`confined_environment`](super::confined_environment).
    pub(crate) fn of_program(manners: Manners, starter: Starter) -> Self {
        Self { manners, steering: Steering::default(), starter, worker: None, deadline: None, age: 0 }
    }

    /// Has all runs from now on steered so.
    pub(crate) fn steer(&mut self, steering: Steering) {
        self.steering = steering;
    }

    /// Lets all runs from now on, and those of its repeaters, go on until then. When the time is over, there
    /// are no workers any more.
    pub(crate) fn finish_by(&mut self, deadline: Deadline) {
        self.deadline = Some(deadline);
        self.worker = None;
    }

    /// Another like this one, with a worker of its own that repeats what was run before: what it prints has
    /// been printed already.
    pub(crate) fn repeater(&self) -> Self {
        let manners = Manners { printing: Printing::Dropped, ..self.manners };
        Self { deadline: self.deadline, ..Self::of_program(manners, self.starter.clone()) }
    }

    /// Runs `test` once.
    ///
    /// # Errors
    /// No worker can be had, or the one that has no other run was killed from outside.
    pub(crate) fn run(&mut self, test: &'static LabTest, seed: u64) -> Result<Outcome, WorkerError> {
        self.follow(test, seed, Detail::Outcome, |_| {})
    }

    /// Runs `test` once and hands on so much of what is told of it while it goes on: also of a run that comes
    /// to a sudden end.
    ///
    /// # Errors
    /// No worker can be had.
    pub(crate) fn follow(
        &mut self,
        test: &'static LabTest,
        seed: u64,
        detail: Detail,
        mut on_told: impl FnMut(Told),
    ) -> Result<Outcome, WorkerError> {
        self.follow_while(test, seed, detail, |told| {
            on_told(told);
            ControlFlow::Continue(())
        })
    }

    /// Like [`follow`](Self::follow), as long as `on_told` wants more.
    ///
    /// # Errors
    /// No worker can be had, or no more was wanted before the run was over.
    pub(crate) fn follow_while(
        &mut self,
        test: &'static LabTest,
        seed: u64,
        detail: Detail,
        mut on_told: impl FnMut(Told) -> ControlFlow<()>,
    ) -> Result<Outcome, WorkerError> {
        let clock = Stopwatch::start();
        let request = self.request(test, seed..=seed, detail);
        self.worker()?.ask(&request)?;
        let outcome = self.outcome((test, seed), clock, detail, &mut on_told);
        if matches!(outcome, Err(WorkerError::Unwanted)) {
            // It would go on with what nobody wants.
            self.worker = None;
        }
        outcome
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
        let asked = match self.manners.service {
            Service::Long => seeds,
            Service::OneRun => *seeds.start()..=*seeds.start(),
        };
        let request = self.request(test, asked.clone(), Detail::Outcome);
        self.worker()?.ask(&request)?;
        for seed in asked {
            let mut ignore = |_| ControlFlow::Continue(());
            let outcome = self.outcome((test, seed), Stopwatch::start(), Detail::Outcome, &mut ignore)?;
            let wants_more = take(outcome).is_continue();
            if !wants_more {
                if seed < last {
                    // It would go on with what nobody wants.
                    self.worker = None;
                }
                return Ok(None);
            }
            if self.worker.is_none() {
                return Ok(seed.checked_add(1).filter(|next| *next <= last));
            }
        }
        Ok(None)
    }

    /// What comes of the run that the worker is on. There is no worker afterwards if that was its last.
    fn outcome(
        &mut self,
        (test, seed): (&'static LabTest, u64),
        clock: Stopwatch,
        detail: Detail,
        on_told: &mut impl FnMut(Told) -> ControlFlow<()>,
    ) -> Result<Outcome, WorkerError> {
        let mut records = 0;
        let mut tell = |told| wanted(on_told(told));
        let death = loop {
            match self.worker()?.hear()? {
                Heard::Response(Response::Outcome(outcome)) => {
                    self.age += 1;
                    // Only the end of its process stops a thread that goes on for ever.
                    let goes_on = outcome.verdict.rule() == Some(Outside::NEVER_YIELDS);
                    if goes_on || self.manners.service == Service::OneRun {
                        self.worker = None;
                    }
                    return Ok(*outcome);
                }
                Heard::Response(Response::Event(event)) => tell(Told::Event(event))?,
                Heard::Response(Response::Line(line)) => tell(Told::Line(line))?,
                Heard::Record(line) => {
                    records += 1;
                    tell(Told::Record(line))?;
                }
                Heard::Response(_) => {}
                Heard::Hangup => match self.worker.take() {
                    Some(worker) => break self.death_of(worker)?,
                    None => break Death::Silence,
                },
                Heard::Silence => {
                    self.worker = None;
                    break Death::Silence;
                }
            }
        };
        let request = self.request(test, seed..=seed, detail.of_an_inquest());
        let mut on_record = |line| tell(Told::Record(line));
        let service = self.manners.service;
        let inquest = Inquest { test, seed, clock, service, death, records, on_record: &mut on_record };
        inquest.hold(|| self.new_worker(Printing::Dropped), &request)
    }

    /// What a worker died of that has hung up.
    ///
    /// One that was killed, and not by us, says nothing of the run that it was on. Where that run is the
    /// worker's only one, it has no second try, and to count it as failed would be as wrong: so there is no
    /// outcome.
    fn death_of(&self, worker: Worker) -> Result<Death, WorkerError> {
        let is_ours = worker.is_silenced();
        let death = Death::of(worker.bury()?);
        if self.manners.service == Service::OneRun && death.is_killing() && !is_ours {
            return Err(WorkerError::Killed);
        }
        Ok(death)
    }

    /// The worker, which is started if there is none, or if it is old.
    fn worker(&mut self) -> Result<&mut Worker, WorkerError> {
        let worker = if let Some(worker) = self.worker.take() {
            worker
        } else {
            self.age = 0;
            self.new_worker(self.manners.printing)?
        };
        Ok(self.worker.insert(worker))
    }

    fn new_worker(&self, printing: Printing) -> Result<Worker, WorkerError> {
        let command = (self.starter)().map_err(WorkerError::Start)?;
        Worker::start(command, printing, self.manners.patience, self.deadline)
    }

    fn request(&mut self, test: &LabTest, seeds: RangeInclusive<u64>, detail: Detail) -> Request {
        if self.age >= self.manners.service.runs() {
            self.worker = None;
        }
        let patience_ms = u64::try_from(self.manners.patience.as_millis()).unwrap_or(u64::MAX);
        let (first, last) = seeds.into_inner();
        Request {
            test: test.name.to_owned(),
            first,
            last,
            detail,
            eyes: self.manners.eyes,
            steering: self.steering.clone(),
            patience_ms,
        }
    }
}

/// Goes on, if more is wanted.
fn wanted(flow: ControlFlow<()>) -> Result<(), WorkerError> {
    if flow.is_continue() { Ok(()) } else { Err(WorkerError::Unwanted) }
}

#[cfg(test)]
mod tests;
