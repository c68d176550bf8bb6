//! The hands of a hunt: threads, each with a worker of its own, that take chunks of seeds and send back what
//! came of them.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use super::Chunk;
use super::drive::HuntError;
use super::stops::Stops;
use crate::runner::Outcome;
use crate::worker::{Isolated, Manners};

/// What the threads send.
pub(super) enum Message {
    /// What came of a run.
    Outcome(Box<Outcome>),
    /// A chunk is finished, as far as anybody wants it: its thread is free for the next.
    Finished,
    /// A thread can do nothing more, and has left.
    Lost(HuntError),
}

/// The threads. Each ends after its present run once this is dropped.
pub(super) struct Pool {
    work: Sender<Chunk>,
    results: Receiver<Message>,
    threads: Vec<JoinHandle<()>>,
    room: usize,
}

impl Pool {
    /// Starts `jobs` threads, which leave out what lies behind the `stops`.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub(super) fn start(jobs: usize, manners: Manners, stops: Stops) -> io::Result<Self> {
        // One chunk waits for each thread, so that none waits for a chunk.
        let room = 2 * jobs;
        let (work, chunks) = bounded::<Chunk>(room);
        let (sender, results) = unbounded();
        let stops = Arc::new(stops);
        let start = |_| {
            let hand = Hand { chunks: chunks.clone(), sender: sender.clone(), stops: Arc::clone(&stops) };
            #[expect(
                clippy::disallowed_methods,
                reason = "these threads wait for workers and simulate nothing"
            )]
            thread::Builder::new().spawn(move || hand.labour(manners))
        };
        let threads = (0..jobs).map(start).collect::<io::Result<_>>()?;
        Ok(Self { work, results, threads, room })
    }

    /// Waits until all threads have sent their workers home. Only for when no chunk is under way.
    pub(super) fn close(self) {
        drop(self.work);
        for thread in self.threads {
            // One that panicked has told of it.
            let _ = thread.join();
        }
    }

    /// How many chunks can be under way at once.
    pub(super) const fn room(&self) -> usize {
        self.room
    }

    /// Hands out a chunk. Never more than there is room for.
    pub(super) fn give(&self, chunk: Chunk) {
        // With no thread left there is a message that says why.
        let _ = self.work.send(chunk);
    }

    /// What comes back.
    pub(super) const fn results(&self) -> &Receiver<Message> {
        &self.results
    }
}

/// What one thread has to do with the others.
struct Hand {
    chunks: Receiver<Chunk>,
    sender: Sender<Message>,
    stops: Arc<Stops>,
}

/// A thread that panics leaves a chunk behind of which nothing more would be heard.
impl Drop for Hand {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.sender.send(Message::Lost(HuntError::ThreadLost));
        }
    }
}

impl Hand {
    /// The life of one thread. Where nobody receives any more, nobody wants anything more.
    fn labour(self, manners: Manners) {
        let mut isolated = Isolated::new(manners);
        for chunk in &self.chunks {
            let message = match self.work_off(&mut isolated, chunk) {
                Ok(()) => Message::Finished,
                Err(error) => Message::Lost(error),
            };
            let is_lost = matches!(message, Message::Lost(_));
            if self.sender.send(message).is_err() || is_lost {
                return;
            }
        }
    }

    fn work_off(&self, isolated: &mut Isolated, chunk: Chunk) -> Result<(), HuntError> {
        let Chunk { test, first, last } = chunk;
        let last = last.min(self.stops.last(test));
        if first > last {
            return Ok(());
        }
        let send = |outcome: Outcome| {
            let seed = outcome.seed;
            if !outcome.verdict.passed() {
                self.stops.stop(test, seed);
            }
            let is_wanted = self.sender.send(Message::Outcome(Box::new(outcome))).is_ok();
            let goes_on = seed < self.stops.last(test);
            if goes_on && is_wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        Ok(isolated.run_all(test, first..=last, send)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hunt::{Book, samples};

    #[test]
    #[expect(clippy::disallowed_methods, reason = "it is about a thread")]
    fn a_thread_that_panics_is_missed() {
        let ((_, chunks), (sender, results)) = (bounded(1), unbounded());
        let stops = Arc::new(Stops::of(&Book::new(samples::plan(1, 1, 1))));
        let hand = Hand { chunks, sender, stops };
        let thread = thread::spawn(move || {
            let _hand = hand;
            panic!("as planned");
        });
        assert!(thread.join().is_err());
        assert!(matches!(results.try_recv(), Ok(Message::Lost(HuntError::ThreadLost))));
    }
}
