//! The hands of a grading: threads that carry out tasks.

use std::io;
use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::error::GradingError;
use super::work::{Means, Task, Yield};

/// What a thread sends when it has done something for the submission of this number; `None` if it has left.
pub(super) type Message = Option<(usize, Result<Yield, GradingError>)>;

/// The threads. Each ends after its present task once this is dropped.
pub(super) struct Hands {
    tasks: Sender<(usize, Task)>,
    results: Receiver<Message>,
}

impl Hands {
    /// Starts `jobs` threads.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub(super) fn start(jobs: usize, means: &Arc<Means>) -> io::Result<Self> {
        let (tasks, receiver) = unbounded();
        let (sender, results) = unbounded();
        for _ in 0..jobs {
            let hand = Hand { tasks: receiver.clone(), sender: sender.clone() };
            let means = Arc::clone(means);
            #[expect(
                clippy::disallowed_methods,
                reason = "these threads wait for processes and simulate nothing"
            )]
            thread::Builder::new().spawn(move || hand.labour(&means))?;
        }
        Ok(Self { tasks, results })
    }

    /// Hands out a task for the submission of this number.
    pub(super) fn give(&self, number: usize, task: Task) {
        // With no thread left there is a message that says why.
        let _ = self.tasks.send((number, task));
    }

    /// What comes back.
    pub(super) const fn results(&self) -> &Receiver<Message> {
        &self.results
    }
}

/// What one thread has to do with the others.
struct Hand {
    tasks: Receiver<(usize, Task)>,
    sender: Sender<Message>,
}

/// A thread that panics leaves a task behind of which nothing more would be heard.
impl Drop for Hand {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.sender.send(None);
        }
    }
}

impl Hand {
    /// The life of one thread. Where nobody receives any more, nobody wants anything more.
    fn labour(self, means: &Means) {
        for (number, task) in &self.tasks {
            if self.sender.send(Some((number, means.carry_out(task)))).is_err() {
                return;
            }
        }
    }
}
