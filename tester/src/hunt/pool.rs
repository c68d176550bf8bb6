//! The hands of a hunt: threads, each with a worker of its own, that take chunks of seeds and send back what
//! came of them.

use std::ops::ControlFlow;
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use super::Chunk;
use crate::runner::Outcome;
use crate::worker::{Isolated, Manners, WorkerError};

/// What the threads send.
pub(super) enum Message {
    /// What came of a run.
    Outcome(Box<Outcome>),
    /// A chunk is finished: its thread is free for the next.
    Finished,
    /// A thread can get no worker, and has left.
    Lost(WorkerError),
}

/// The threads. Each ends after its present chunk once this is dropped.
pub(super) struct Pool {
    work: Sender<Chunk>,
    results: Receiver<Message>,
    threads: Vec<JoinHandle<()>>,
    room: usize,
}

impl Pool {
    /// Starts `jobs` threads. Unless `keep_going`, a thread lets go of a chunk at its first failure.
    pub(super) fn start(jobs: usize, manners: Manners, keep_going: bool) -> Self {
        // One chunk waits for each thread, so that none waits for a chunk.
        let room = 2 * jobs;
        let (work, chunks) = bounded::<Chunk>(room);
        let (sender, results) = unbounded();
        let start = |_| {
            let (chunks, sender) = (chunks.clone(), sender.clone());
            #[expect(
                clippy::disallowed_methods,
                reason = "these threads wait for workers and simulate nothing"
            )]
            thread::spawn(move || labour(&chunks, &sender, manners, keep_going))
        };
        let threads = (0..jobs).map(start).collect();
        Self { work, results, threads, room }
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

/// The life of one thread. Where nobody receives any more, nobody wants anything more.
fn labour(chunks: &Receiver<Chunk>, sender: &Sender<Message>, manners: Manners, keep_going: bool) {
    let mut isolated = Isolated::new(manners);
    for chunk in chunks {
        let send = |outcome: Outcome| {
            let goes_on = keep_going || outcome.verdict.passed();
            let is_wanted = sender.send(Message::Outcome(Box::new(outcome))).is_ok();
            if goes_on && is_wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let message = match isolated.run_all(chunk.test, chunk.first..=chunk.last, send) {
            Ok(()) => Message::Finished,
            Err(error) => Message::Lost(error),
        };
        let is_lost = matches!(message, Message::Lost(_));
        if sender.send(message).is_err() || is_lost {
            return;
        }
    }
}
