//! The command line: `cargo lab run`, `hunt`, `replay` and so on. One file for each verb.
//!
//! A program is one line, `tester::cli::main::<raft::Peer>()`. Its exit status is 0 if every test passed, 1
//! if some test failed, 2 if the command line or a file was wrong, 3 if the harness itself failed.

mod check;
mod console;
mod hunt;
mod list;
mod merge;
mod plan;
mod progress;
mod replay;
mod run;
mod seed;
mod status;

use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use raftapi::Raft;

use self::console::{ColorWhen, Console};
use self::status::Status;
use crate::host::Factory;
use crate::hunt::{EnvironmentError, FileError, HuntError, LockError, MergeError, PlanError, ResumeError};
use crate::seeds_file::SeedsFileError;
use crate::select::SelectError;
use crate::worker::{self, WorkerError};

/// Runs the Raft lab's tests on a simulator, in which one seed decides everything.
#[derive(Parser)]
#[command(name = "lab", bin_name = "cargo lab", version, disable_help_subcommand = true)]
#[command(
    after_help = "Exit status: 0 all passed, 1 some test failed, 2 the command line or a file was wrong, \
    3 the harness itself failed."
)]
struct CommandLine {
    #[command(subcommand)]
    verb: Verb,
    /// When to use colours; auto means on a terminal, unless `NO_COLOR` is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorWhen,
}

#[derive(Subcommand)]
enum Verb {
    Run(run::Arguments),
    Hunt(hunt::Arguments),
    List(list::Arguments),
    Replay(replay::Arguments),
    Check(check::Arguments),
    Merge(merge::Arguments),
    Plan(plan::Arguments),
}

/// Why a verb could not be carried out.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error(transparent)]
    Select(#[from] SelectError),
    #[error("there is no peer {node} in {test}: its peers are 0 to {last}")]
    NoSuchPeer { node: usize, test: &'static str, last: usize },
    #[error("{test} is a test of the course, which has no plan: only the chaos suite, part X, draws any")]
    NoPlan { test: &'static str },
    #[error("no event of this run is of the kind `{kind}`; its kinds are {}", kinds.join(", "))]
    NoSuchKind { kind: String, kinds: Vec<String> },
    #[error(transparent)]
    Plan(#[from] PlanError),
    #[error(transparent)]
    Shard(#[from] EnvironmentError),
    #[error(transparent)]
    Report(#[from] FileError),
    #[error(transparent)]
    Resume(#[from] ResumeError),
    #[error(transparent)]
    Merge(#[from] MergeError),
    #[error(transparent)]
    Hunt(#[from] HuntError),
    #[error(transparent)]
    Seeds(#[from] SeedsFileError),
    #[error(
        "{} is there already: --resume goes on with the hunt that left it, another --out begins a new one",
        .0.display()
    )]
    ReportExists(PathBuf),
    #[error("{} is there already: merge into another --out, or delete it", .0.display())]
    MergedExists(PathBuf),
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error("cannot write {}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("cannot read this program's own file, by which builds are told apart: {0}")]
    Build(#[source] io::Error),
    #[error("cannot hear of interrupts: {0}")]
    Interrupts(#[source] ctrlc::Error),
    #[error(transparent)]
    Worker(#[from] WorkerError),
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl CliError {
    /// What the exit status says of it.
    const fn status(&self) -> Status {
        match self {
            Self::Worker(_)
            | Self::Hunt(HuntError::Worker(_) | HuntError::Thread(_) | HuntError::ThreadLost) => {
                Status::HarnessFailed
            }
            _ => Status::Usage,
        }
    }
}

/// The lab's program for the implementation `R`: does what the process's command line says.
pub fn main<R: Raft>() -> ExitCode {
    main_with(&Factory::of::<R>())
}

/// Like [`main`], for peers that need more than [`Raft::make`] to be built.
pub fn main_with(factory: &Factory) -> ExitCode {
    // Panics of simulated code never get here, so this one is ours. The panic hook has told of it by now.
    let status =
        panic::catch_unwind(AssertUnwindSafe(|| if worker::is_worker() { work(factory) } else { program() }));
    status.unwrap_or(Status::HarnessFailed).into()
}

/// The whole life of a worker: its program asks, it answers, and there is nobody else to talk to.
fn work(factory: &Factory) -> Status {
    match worker::serve(factory) {
        Ok(()) => Status::Passed,
        // The program went away in the middle of a run, as it does when it is interrupted.
        Err(_) => Status::HarnessFailed,
    }
}

fn program() -> Status {
    let CommandLine { verb, color } = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(help_or_error) => return help(&help_or_error),
    };
    let result = match verb {
        Verb::Run(arguments) => run::execute(&arguments, &mut Console::new(color, arguments.json)),
        Verb::Hunt(arguments) => hunt::execute(&arguments, &mut Console::new(color, arguments.json)),
        Verb::List(arguments) => list::execute(&mut Console::new(color, arguments.json)),
        Verb::Replay(arguments) => replay::execute(&arguments, &mut Console::new(color, arguments.json)),
        Verb::Merge(arguments) => merge::execute(&arguments, &mut Console::new(color, arguments.json)),
        Verb::Plan(arguments) => plan::execute(&arguments, &mut Console::new(color, arguments.json)),
        Verb::Check(arguments) => check::execute(&arguments, &mut Console::new(color, arguments.json)),
    };
    result.unwrap_or_else(|error| {
        console::complain(color, &error);
        error.status()
    })
}

/// Prints what clap has to say: help that was asked for, or what is wrong with the command line.
fn help(text: &clap::Error) -> Status {
    let color = ColorWhen::asked_in(std::env::args_os());
    match console::print_clap(color, text) {
        Ok(()) if text.exit_code() == 0 => Status::Passed,
        Ok(()) => Status::Usage,
        Err(error) => {
            console::complain(color, &CliError::Output(error));
            Status::Usage
        }
    }
}
