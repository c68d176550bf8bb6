//! One of the survey's threads, with a worker of its own.

use std::ffi::OsString;
use std::io;
use std::ops::ControlFlow;
use std::thread;

use crossbeam_channel::{Receiver, Sender};

use super::{Errand, SurveyError};
use crate::check;
use crate::runner::{Outcome, Stopwatch};
use crate::worker::{Isolated, Manners, Printing, WorkerError};

/// What a thread sends.
pub(super) enum Message<K> {
    /// What came of a run.
    Outcome(K, Box<Outcome>),
    /// An errand is done.
    Done(K),
    /// The thread can do nothing more, and has left.
    Lost(SurveyError),
}

/// What one thread has to do with the others.
pub(super) struct Hand<K> {
    pub(super) errands: Receiver<Errand<K>>,
    pub(super) sender: Sender<Message<K>>,
}

/// A thread that panics leaves an errand behind of which nothing more would be heard.
impl<K> Drop for Hand<K> {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.sender.send(Message::Lost(SurveyError::ThreadLost));
        }
    }
}

impl<K: Copy + Send + 'static> Hand<K> {
    #[expect(clippy::disallowed_methods, reason = "the thread waits for a worker and simulates nothing")]
    pub(super) fn start(self) -> io::Result<()> {
        thread::Builder::new().spawn(move || self.labour()).map(drop)
    }

    /// Where nobody receives any more, nobody wants anything more.
    fn labour(self) {
        let mut present: Option<(Vec<OsString>, Isolated)> = None;
        for errand in &self.errands {
            let manners = Manners { patience: errand.patience, ..Manners::new(Printing::Dropped) };
            // A worker hosts one implementation for as long as it lives.
            let isolated = match present.take() {
                Some((arguments, isolated)) if arguments == errand.arguments => isolated,
                _ => Isolated::with_arguments(manners, errand.arguments.clone()),
            };
            let (_, isolated) = present.insert((errand.arguments.clone(), isolated));
            let key = errand.key;
            let message = match self.run(&errand, isolated) {
                Ok(()) => Message::Done(key),
                Err(error) => Message::Lost(error.into()),
            };
            let is_lost = matches!(message, Message::Lost(_));
            if self.sender.send(message).is_err() || is_lost {
                return;
            }
        }
    }

    fn run(&self, errand: &Errand<K>, isolated: &mut Isolated) -> Result<(), WorkerError> {
        let send = |outcome| self.sender.send(Message::Outcome(errand.key, Box::new(outcome)));
        if !errand.twice {
            return isolated.run_all(errand.test, errand.seeds.clone(), |outcome| match send(outcome) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            });
        }
        let mut other = isolated.repeater();
        for seed in errand.seeds.clone() {
            let clock = Stopwatch::start();
            let first = isolated.run(errand.test, seed)?;
            let differs = check::repeat(&first, &mut other)?;
            let outcome = Outcome { wall: clock.elapsed(), ..differs.unwrap_or(first) };
            if send(outcome).is_err() {
                break;
            }
        }
        Ok(())
    }
}
