//! Runs in a process of their own, so that an implementation can take nobody with it.
//!
//! A stack that overflows, an abort and an exit end the process that they happen in, and a thread that never
//! yields cannot be stopped in any other way. So the command line runs the implementation in workers: the
//! same program again, with a variable set in its environment, asked and answering in lines of JSON. They
//! talk over a socket pair that is the worker's standard input, so that whatever the implementation prints
//! disturbs nothing.
//!
//! A worker costs some milliseconds to start, once, and about a tenth of a millisecond for each run: most of
//! it for the thread that every run has to itself. One that dies is
//! replaced, and the run that it died of is repeated once, step by step, to find out where.

mod custody;
mod deadline;
mod death;
mod inquest;
mod isolated;
mod process;
mod pump;
mod serve;
mod wire;

use std::io;

pub(crate) use custody::confined_environment;
pub(crate) use deadline::Deadline;
pub(crate) use isolated::{Isolated, Manners, Service, Told};
pub(crate) use process::{Printing, this_program};
pub(crate) use serve::{ServeError, is_worker, serve};
pub(crate) use wire::Detail;

/// A worker could not be had, or made no sense. It is no fault of the implementation's.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WorkerError {
    /// The program could not be started again.
    #[error("cannot start this program again as a worker: {0}")]
    Start(#[source] io::Error),
    /// What was started is no worker. These are its last words.
    #[error("this program, started again, did not become a worker: {}", if .0.is_empty() { "it said nothing" } else { .0 })]
    NotAWorker(String),
    /// The worker could not be reached.
    #[error("cannot talk to a worker: {0}")]
    Talk(#[source] io::Error),
    /// Somebody else has ended the worker in its only run: no code that is confined can do that to itself.
    #[error(
        "the process of a run was killed from outside (signal 9), as the system does when memory runs out: do \
         fewer things at a time, or have more memory"
    )]
    Killed,
    /// All runs together took longer than anybody wants to wait.
    #[error("the time that all runs had together is over")]
    TimeOver,
    /// Whoever was told of a run did not want to hear all of it.
    #[error("the run was not followed to its end")]
    Unwanted,
    /// The worker said something that makes no sense.
    #[error("a worker said something that makes no sense: {0}")]
    Nonsense(#[source] serde_json::Error),
}
