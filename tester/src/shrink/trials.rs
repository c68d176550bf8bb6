//! Trials: many candidates at once, in processes of their own, and of those that fail as they should the
//! first.

use std::collections::BTreeMap;
use std::io;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};

use crate::runner::Outcome;
use crate::steering::Steering;
use crate::suite::LabTest;
use crate::worker::{Isolated, Manners, WorkerError};

/// How often somebody looks whether there is time left.
const TICK: Duration = Duration::from_millis(50);

/// A run to be tried.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) seed: u64,
    pub(crate) steering: Steering,
}

/// One candidate of one search.
struct Task {
    /// Of several searches: which one it belongs to.
    round: u64,
    /// Its place among the candidates of its search.
    place: usize,
    candidate: Candidate,
}

/// What came of a candidate.
struct Answer {
    round: u64,
    place: usize,
    outcome: Result<Outcome, WorkerError>,
}

/// Threads that try candidates, each with a worker of its own.
pub(crate) struct Trials {
    tasks: Sender<Task>,
    answers: Receiver<Answer>,
    threads: Vec<JoinHandle<()>>,
    jobs: usize,
    /// How many candidates have been given out and not come back.
    under_way: usize,
    round: u64,
    tried: u64,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TrialsError {
    /// There are no workers.
    #[error(transparent)]
    Worker(#[from] WorkerError),
    /// There are no threads to wait for workers.
    #[error("cannot start a thread for each of the --jobs: {0}")]
    Thread(#[source] io::Error),
    /// A thread ended before its time.
    #[error("a thread has panicked: this is a mistake in the harness, please report it")]
    ThreadLost,
}

/// What a search came to.
pub(super) enum Found {
    /// The first candidate that does it, with its place among them.
    First(usize, Box<(Candidate, Outcome)>),
    /// None does.
    None,
    /// Time is up.
    OutOfTime,
}

impl Trials {
    /// Starts `jobs` threads, which run this test.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub(crate) fn start(jobs: usize, manners: Manners, test: &'static LabTest) -> Result<Self, TrialsError> {
        let (tasks, waiting) = bounded::<Task>(jobs);
        let (sender, answers) = unbounded();
        let mut threads = Vec::new();
        for _ in 0..jobs {
            let (waiting, sender) = (waiting.clone(), sender.clone());
            let labour = move || {
                let mut isolated = Isolated::new(manners);
                for Task { round, place, candidate } in &waiting {
                    isolated.steer(candidate.steering);
                    let outcome = isolated.run(test, candidate.seed);
                    if sender.send(Answer { round, place, outcome }).is_err() {
                        return;
                    }
                }
            };
            #[expect(
                clippy::disallowed_methods,
                reason = "these threads wait for workers and simulate nothing"
            )]
            let thread = thread::Builder::new().spawn(labour).map_err(TrialsError::Thread)?;
            threads.push(thread);
        }
        Ok(Self { tasks, answers, threads, jobs, under_way: 0, round: 0, tried: 0 })
    }

    /// How many candidates were tried; those that turned out to be needless are not counted.
    pub(super) const fn tried(&self) -> u64 {
        self.tried
    }

    /// The first of the candidates that `is_good`, as if they were tried one after the other.
    ///
    /// # Errors
    /// No worker can be had.
    pub(super) fn first(
        &mut self,
        candidates: impl Iterator<Item = Candidate>,
        is_good: impl Fn(&Candidate, &Outcome) -> bool,
        mut is_over: impl FnMut() -> bool,
    ) -> Result<Found, TrialsError> {
        self.round += 1;
        let mut candidates = candidates.enumerate().peekable();
        let mut given: BTreeMap<usize, (Candidate, Option<Outcome>)> = BTreeMap::new();
        loop {
            while self.under_way < self.jobs
                && let Some((place, candidate)) = candidates.next()
            {
                given.insert(place, (candidate.clone(), None));
                self.give(Task { round: self.round, place, candidate })?;
            }
            match given.first_entry() {
                None if candidates.peek().is_none() => return Ok(Found::None),
                // Candidates of the search before keep everybody busy.
                None => {}
                Some(first) if first.get().1.is_none() => {}
                Some(first) => {
                    let (place, (candidate, outcome)) = first.remove_entry();
                    self.tried += 1;
                    if let Some(outcome) = outcome.filter(|outcome| is_good(&candidate, outcome)) {
                        return Ok(Found::First(place, Box::new((candidate, outcome))));
                    }
                    continue;
                }
            }
            if is_over() {
                return Ok(Found::OutOfTime);
            }
            if let Some((place, outcome)) = self.hear()? {
                given.entry(place).and_modify(|entry| entry.1 = Some(outcome));
            }
        }
    }

    /// Hands `take` what comes of all the candidates, in any order. `is_over` is asked now and then, with how
    /// many there were. Whether it was over before all were done.
    ///
    /// # Errors
    /// No worker can be had.
    pub(crate) fn all(
        &mut self,
        candidates: impl Iterator<Item = Candidate>,
        mut take: impl FnMut(&Outcome),
        mut is_over: impl FnMut(u64) -> bool,
    ) -> Result<bool, TrialsError> {
        self.round += 1;
        let mut candidates = candidates.peekable();
        let (mut place, mut done) = (0, 0);
        loop {
            while self.under_way < self.jobs
                && let Some(candidate) = candidates.next()
            {
                self.give(Task { round: self.round, place, candidate })?;
                place += 1;
            }
            if done == place && candidates.peek().is_none() {
                return Ok(false);
            }
            if is_over(done as u64) {
                return Ok(true);
            }
            if let Some((_, outcome)) = self.hear()? {
                take(&outcome);
                done += 1;
            }
        }
    }

    fn give(&mut self, task: Task) -> Result<(), TrialsError> {
        self.under_way += 1;
        self.tasks.send(task).map_err(|_| TrialsError::ThreadLost)
    }

    /// What came of a candidate of the present search, if anything came within a moment.
    fn hear(&mut self) -> Result<Option<(usize, Outcome)>, TrialsError> {
        match self.answers.recv_timeout(TICK) {
            Ok(Answer { round, place, outcome }) => {
                self.under_way -= 1;
                // What went wrong with a candidate that nobody wants any more is of no interest.
                if round == self.round { Ok(Some((place, outcome?))) } else { Ok(None) }
            }
            // Its candidate will never come back.
            Err(RecvTimeoutError::Timeout) if self.threads.iter().any(JoinHandle::is_finished) => {
                Err(TrialsError::ThreadLost)
            }
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(TrialsError::ThreadLost),
        }
    }
}
