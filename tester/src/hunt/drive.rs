//! The hunt itself: hands out chunks, books what comes back, until all is done or somebody interrupts.

use std::io;
use std::time::Duration;

use crossbeam_channel::RecvTimeoutError;

use super::pool::{Message, Pool};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// All that was to be done was done.
    Complete,
    /// Somebody interrupted it.
    Interrupted,
}

/// Why a hunt had to be given up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HuntError {
    /// There are no workers.
    #[error(transparent)]
    Worker(#[from] WorkerError),
    /// Nobody can be told what it finds.
    #[error("cannot write down what the hunt finds: {0}")]
    Telling(#[from] io::Error),
}

/// Does what `book` still lacks, on `jobs` workers.
///
/// # Errors
/// There are no workers, or the audience cannot be told.
pub(crate) fn drive(
    book: &mut Book,
    jobs: usize,
    manners: Manners,
    audience: &mut impl Audience,
) -> Result<Ended, HuntError> {
    let pool = Pool::start(jobs, manners, book.plan().keep_going);
    let mut agenda = Agenda::new(book.plan());
    let mut under_way = 0;
    loop {
        while under_way < pool.room()
            && let Some(chunk) = agenda.next(book)
        {
            pool.give(chunk);
            under_way += 1;
        }
        if audience.is_interrupted() {
            return Ok(Ended::Interrupted);
        }
        if under_way == 0 {
            pool.close();
            return Ok(Ended::Complete);
        }
        match pool.results().recv_timeout(TICK) {
            Ok(Message::Outcome(outcome)) => {
                let news = book.record(&outcome);
                audience.outcome(&outcome, news)?;
            }
            Ok(Message::Finished) => under_way -= 1,
            Ok(Message::Lost(error)) => return Err(error.into()),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
        }
        audience.tick(book)?;
    }
}
