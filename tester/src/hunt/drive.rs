//! The hunt itself: hands out chunks, books what comes back, until all is done or somebody interrupts.

use std::io;
use std::time::Duration;

use crossbeam_channel::RecvTimeoutError;

use super::pool::{Message, Pool};
use super::stops::Stops;
use super::{Agenda, Book, News};
use crate::runner::Outcome;
use crate::worker::{Manners, WorkerError};

/// How often the audience is asked for attention while nothing comes in.
const TICK: Duration = Duration::from_millis(100);

/// Who watches a hunt and may end it.
pub(crate) trait Audience {
    /// A run has come to its end, and this is what it means for the book.
    ///
    /// # Errors
    /// It cannot be told; the hunt ends.
    fn outcome(&mut self, outcome: &Outcome, news: News) -> io::Result<()>;

    /// Time has passed.
    ///
    /// # Errors
    /// The hunt's progress cannot be told; the hunt ends.
    fn tick(&mut self, book: &Book) -> io::Result<()>;

    /// Whether the hunt is to end here.
    fn is_interrupted(&self) -> bool;
}

/// How a hunt ended.
#[derive(Debug)]
pub(crate) enum Ended {
    /// All that was to be done was done.
    Complete,
    /// Somebody interrupted it.
    Interrupted,
    /// It could not go on. What was found until then is in the book.
    GivenUp(HuntError),
}

/// Why a hunt had to be given up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HuntError {
    /// There are no workers.
    #[error(transparent)]
    Worker(#[from] WorkerError),
    /// There are no threads to wait for workers.
    #[error("cannot start a thread for each of the --jobs: {0}")]
    Thread(#[source] io::Error),
    /// A thread ended before its time.
    #[error("a thread of the hunt has panicked: this is a mistake in the harness, please report it")]
    ThreadLost,
    /// Nobody can be told what it finds.
    #[error("cannot write down what the hunt finds: {0}")]
    Telling(#[from] io::Error),
}

/// Does what `book` still lacks, on `jobs` workers.
pub(crate) fn drive(book: &mut Book, jobs: usize, manners: Manners, audience: &mut impl Audience) -> Ended {
    // Who has interrupted before the first run wants none.
    if book.is_complete() || audience.is_interrupted() {
        return if book.is_complete() { Ended::Complete } else { Ended::Interrupted };
    }
    let pool = match Pool::start(jobs, manners, Stops::of(book)) {
        Ok(pool) => pool,
        Err(error) => return Ended::GivenUp(HuntError::Thread(error)),
    };
    let mut drive = Drive { agenda: Agenda::new(book.plan()), pool, under_way: 0 };
    match drive.go_on(book, audience) {
        Ok(Ended::Complete) => {
            drive.close();
            Ended::Complete
        }
        Ok(ended) => ended,
        Err(error) => Ended::GivenUp(error),
    }
}

/// A hunt that goes on.
struct Drive {
    agenda: Agenda,
    pool: Pool,
    /// How many chunks have been handed out and not been finished.
    under_way: usize,
}

impl Drive {
    fn go_on(&mut self, book: &mut Book, audience: &mut impl Audience) -> Result<Ended, HuntError> {
        loop {
            // Runs behind the end of their test may be under way still. Nobody wants them.
            if book.is_complete() {
                return Ok(Ended::Complete);
            }
            if audience.is_interrupted() {
                return Ok(Ended::Interrupted);
            }
            while self.under_way < self.pool.room()
                && let Some(chunk) = self.agenda.next(book)
            {
                self.pool.give(chunk);
                self.under_way += 1;
            }
            match self.pool.results().recv_timeout(TICK) {
                Ok(Message::Outcome(outcome)) => {
                    let news = book.record(&outcome);
                    audience.outcome(&outcome, news)?;
                }
                Ok(Message::Finished) => self.under_way -= 1,
                Ok(Message::Lost(error)) => return Err(error),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(HuntError::ThreadLost),
            }
            audience.tick(book)?;
        }
    }

    /// Waits for the workers to go home, unless one is on a run that takes its time: the end of this process
    /// ends it too.
    fn close(mut self) {
        while self.under_way > 0 {
            match self.pool.results().recv_timeout(TICK) {
                Ok(Message::Finished) => self.under_way -= 1,
                Ok(Message::Outcome(_)) => {}
                Ok(Message::Lost(_)) | Err(_) => return,
            }
        }
        self.pool.close();
    }
}
