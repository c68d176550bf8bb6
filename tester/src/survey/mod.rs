//! Many runs of many programs at once, for whoever compares implementations: in worker processes, on several
//! cores, with outcomes handed out as they come.
//!
//! A hunt asks for failures of one implementation. A survey asks what becomes of many implementations that
//! one program hosts: its [`Agenda`] says what to run next, and may decide that by what it has heard so far.
//!
//! # Determinism
//! The outcome of a run depends on its test, seed and implementation alone. In which order outcomes come
//! depends on the machine.

mod hand;

use std::ffi::OsString;
use std::io;
use std::ops::RangeInclusive;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, bounded, unbounded};

use self::hand::{Hand, Message};
use crate::runner::Outcome;
use crate::suite::LabTest;
use crate::worker::WorkerError;

/// How often an agenda is asked for attention while nothing comes in.
const TICK: Duration = Duration::from_millis(200);

/// Some runs of one test by one implementation.
#[derive(Debug, Clone)]
pub struct Errand<K> {
    /// The agenda's own mark, which comes back with every outcome.
    pub key: K,
    /// The arguments with which this program is started again as a worker: they must make it host the
    /// implementation that is meant.
    pub arguments: Vec<OsString>,
    /// The test.
    pub test: &'static LabTest,
    /// The seeds.
    pub seeds: RangeInclusive<u64>,
    /// How long a run may go without a step, in real time.
    pub patience: Duration,
    /// Whether each run is repeated in another process and compared: one that was another the second time has
    /// failed, by the rule `one-seed-one-run`.
    pub twice: bool,
}

/// Who says what is to be run, and takes what comes of it.
pub trait Agenda {
    /// Tells errands apart.
    type Key: Copy + Send + 'static;

    /// The next errand; `None` if there is none now. Once there is none and none is under way, the survey is
    /// over.
    fn next(&mut self) -> Option<Errand<Self::Key>>;

    /// A run of an errand has come to its end.
    fn outcome(&mut self, key: Self::Key, outcome: Outcome);

    /// An errand has been done in full.
    fn done(&mut self, key: Self::Key);

    /// Time has passed.
    fn tick(&mut self) {}
}

/// Why a survey could not go on.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    /// There are no workers. It is no fault of an implementation's.
    #[error("{0}")]
    Worker(String),
    /// The system gives no more threads.
    #[error("cannot start a thread for each of the jobs: {0}")]
    Thread(#[source] io::Error),
    /// A thread ended before its time.
    #[error("a thread of the survey has panicked: this is a mistake in the harness, please report it")]
    ThreadLost,
}

impl From<WorkerError> for SurveyError {
    fn from(error: WorkerError) -> Self {
        Self::Worker(error.to_string())
    }
}

/// Does what the agenda asks for, so many runs at a time.
///
/// # Errors
/// There are no workers or no threads to wait for them.
pub fn survey<A: Agenda>(jobs: usize, agenda: &mut A) -> Result<(), SurveyError> {
    let (give, errands) = bounded::<Errand<A::Key>>(jobs);
    let (sender, results) = unbounded();
    for _ in 0..jobs {
        Hand { errands: errands.clone(), sender: sender.clone() }.start().map_err(SurveyError::Thread)?;
    }
    drop(sender);
    let mut under_way = 0;
    loop {
        while under_way < jobs
            && let Some(errand) = agenda.next()
        {
            under_way += 1;
            // A hand that has left has said why.
            let _ = give.send(errand);
        }
        if under_way == 0 {
            return Ok(());
        }
        match results.recv_timeout(TICK) {
            Ok(Message::Outcome(key, outcome)) => agenda.outcome(key, *outcome),
            Ok(Message::Done(key)) => {
                under_way -= 1;
                agenda.done(key);
            }
            Ok(Message::Lost(error)) => return Err(error),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(SurveyError::ThreadLost),
        }
        agenda.tick();
    }
}
