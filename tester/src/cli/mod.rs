//! The command line: `cargo lab run`, `hunt`, `replay` and so on. One file for each verb.
//!
//! A program is one line, `tester::cli::main::<raft::Peer>()`. Its exit status is 0 if every test passed, 1
//! if some test failed, 2 if the command line or a file was wrong, 3 if the harness itself failed.

mod check;
mod console;
mod coverage;
mod filter;
mod grade;
mod hunt;
mod interrupts;
mod list;
mod merge;
mod new;
mod outputs;
mod plan;
mod progress;
mod replay;
mod rules;
mod run;
mod seed;
mod shrink;
mod size;
mod standing;
mod status;
mod table;
mod targets;
mod ticker;
mod view;
mod wanted;
mod why;

use std::env;
use std::ffi::OsString;
use std::io;
use std::iter;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use raftapi::Raft;
use timeline::TraceError;

use self::console::{ColorWhen, Console};
use self::grade::GradeError;
use self::status::Status;
use crate::case::CaseError;
use crate::host::Factory;
use crate::hunt::{EnvironmentError, FileError, HuntError, LockError, MergeError, PlanError, ResumeError};
use crate::invocation::Invocation;
use crate::record::LogFilterError;
use crate::report::Advice;
use crate::rules::{Hints, HintsError, UnknownRule};
use crate::seeds_file::SeedsFileError;
use crate::select::SelectError;
use crate::shrink::{NotFailed, ShrinkError};
use crate::starter::StarterError;
use crate::why::WhyError;
use crate::worker::{self, ServeError, WorkerError};

/// Runs the Raft lab's tests on a simulator, in which one seed decides everything.
#[derive(Parser)]
#[command(name = "lab", version, disable_help_subcommand = true)]
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
    /// What to tell beyond the evidence: none, section (the rule and where to read about it), or full (the
    /// usual mistakes as well) [default: `LAB_HINTS`, or full]
    #[arg(long, global = true, value_name = "LEVEL", hide_possible_values = true)]
    hints: Option<Hints>,
}

#[derive(Subcommand)]
enum Verb {
    Run(run::Arguments),
    Hunt(hunt::Arguments),
    List(list::Arguments),
    Replay(replay::Arguments),
    Shrink(shrink::Arguments),
    Why(why::Arguments),
    Check(check::Arguments),
    Merge(merge::Arguments),
    Grade(grade::Arguments),
    Plan(plan::Arguments),
    Rules(rules::Arguments),
    Coverage(coverage::Arguments),
    View(view::Arguments),
    New(new::Arguments),
    Status(standing::Arguments),
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
    #[error("{}: {source}", path.display())]
    Trace { path: PathBuf, source: TraceError },
    #[error("{} is read itself: name another file for what is to be made of it", .0.display())]
    OntoItself(PathBuf),
    #[error("{} is to be written twice: give each file a name of its own", .0.display())]
    NamedTwice(PathBuf),
    #[error("{} is a folder: name a file", .0.display())]
    IsFolder(PathBuf),
    #[error("{} is not there: make that folder, or name a file in another", .0.display())]
    NoFolder(PathBuf),
    #[error("{} is a file: name a folder", .0.display())]
    IsFile(PathBuf),
    #[error("cannot read this program's own file, by which builds are told apart: {0}")]
    Build(#[source] io::Error),
    #[error("cannot hear of interrupts: {0}")]
    Interrupts(#[source] ctrlc::Error),
    #[error(transparent)]
    Hints(#[from] HintsError),
    #[error(transparent)]
    Rule(#[from] UnknownRule),
    #[error(transparent)]
    Case(#[from] CaseError),
    #[error(transparent)]
    Shrink(#[from] ShrinkError),
    #[error(transparent)]
    Grade(#[from] GradeError),
    #[error(transparent)]
    Why(#[from] WhyError),
    #[error(transparent)]
    Starter(#[from] StarterError),
    #[error(transparent)]
    LogFilter(#[from] LogFilterError),
    #[error(
        "`{0}` is no file; to repeat a run, name its test and its seed, and to repeat a case or a trace, the \
         file that it is in"
    )]
    NoSuchFile(String),
    #[error("{test} is a test: name a seed too, as in `{example}`")]
    NoSeed { test: &'static str, example: String },
    #[error("{file} is a file, which says itself what is to be repeated: leave out the seed {seed}")]
    FileAndSeed { file: String, seed: u64 },
    #[error(
        "{} was made by another build of this program ({then}, this is {now}), which may do something else \
         with that seed: --anyway replays it all the same",
        path.display()
    )]
    OtherBuild { path: PathBuf, then: String, now: String },
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
            | Self::Shrink(ShrinkError::NotFailed(NotFailed::Broken { .. }) | ShrinkError::Trials(_))
            | Self::Why(WhyError::NotFailed(NotFailed::Broken { .. }) | WhyError::Trials(_))
            | Self::Hunt(HuntError::Worker(_) | HuntError::Thread(_) | HuntError::ThreadLost) => {
                Status::HarnessFailed
            }
            Self::Grade(error) => error.status(),
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
    main_from(factory, &Invocation::lab(), env::args_os().skip(1))
}

/// Like [`main_with`], for a program that is called in another way, with its arguments from the verb on. A
/// program that hosts several implementations has read from its command line which one is meant, and leaves
/// that word out here.
///
/// Workers are started with the whole command line of the process.
pub fn main_from(
    factory: &Factory,
    invocation: &Invocation,
    arguments: impl IntoIterator<Item = OsString>,
) -> ExitCode {
    // Panics of simulated code never get here, so this one is ours. The panic hook has told of it by now.
    let status = panic::catch_unwind(AssertUnwindSafe(|| {
        if jail::is_launcher() {
            launch()
        } else if worker::is_worker() {
            work(factory)
        } else {
            program(invocation, arguments)
        }
    }));
    status.unwrap_or(Status::HarnessFailed).into()
}

/// The end of this program: it becomes another, confined, or says why it cannot.
fn launch() -> Status {
    console::complain(ColorWhen::Never, &jail::launch());
    Status::HarnessFailed
}

/// The whole life of a worker: its program asks, it answers, and there is nobody else to talk to.
fn work(factory: &Factory) -> Status {
    match worker::serve(factory) {
        Ok(()) => Status::Passed,
        // The program went away in the middle of a run, as it does when it is interrupted.
        Err(ServeError::Talk(_)) => Status::HarnessFailed,
        // This is heard, and told in the worker's stead.
        Err(ServeError::Confine(error)) => {
            console::complain(ColorWhen::Never, &error);
            Status::HarnessFailed
        }
    }
}

fn program(invocation: &Invocation, arguments: impl IntoIterator<Item = OsString>) -> Status {
    let line = match parse(invocation, arguments) {
        Ok(line) => line,
        Err(help_or_error) => return help(&help_or_error),
    };
    let color = line.color;
    execute(line, invocation).unwrap_or_else(|error| failed(color, &error))
}

/// Whether this says that whoever read the output has had enough of it, as `head` has: no error, but a reason
/// to stop.
pub fn is_closed_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// How the program ends that could not go on.
fn failed(color: ColorWhen, error: &CliError) -> Status {
    match error {
        CliError::Output(error) if is_closed_pipe(error) => Status::Passed,
        _ => {
            console::complain(color, error);
            error.status()
        }
    }
}

/// Usage lines show the program as it is called, and what it runs.
fn parse(
    invocation: &Invocation,
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<CommandLine, clap::Error> {
    let mut command = CommandLine::command().bin_name(invocation.program());
    command.build();
    let verbs: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    for verb in verbs {
        let called = invocation.command(&verb, "");
        command = command.mut_subcommand(verb, |command| command.bin_name(called));
    }
    let words = iter::once(OsString::from(invocation.program())).chain(arguments);
    CommandLine::from_arg_matches(&command.try_get_matches_from(words)?)
}

fn execute(line: CommandLine, invocation: &Invocation) -> Result<Status, CliError> {
    let CommandLine { verb, color, hints } = line;
    let hints = hints.map_or_else(Hints::from_environment, Ok)?;
    let console = |json| Console::new(color, Advice::new(hints, invocation.clone()), json);
    match verb {
        Verb::Run(arguments) => run::execute(&arguments, &mut console(arguments.json)),
        Verb::Hunt(arguments) => hunt::execute(&arguments, &mut console(arguments.json)),
        Verb::List(arguments) => list::execute(&mut console(arguments.json)),
        Verb::Replay(arguments) => replay::execute(&arguments, &mut console(arguments.json)),
        Verb::Shrink(arguments) => shrink::execute(&arguments, &mut console(arguments.json)),
        Verb::Why(arguments) => why::execute(&arguments, &mut console(arguments.json)),
        Verb::Merge(arguments) => merge::execute(&arguments, &mut console(arguments.json)),
        Verb::Grade(arguments) => grade::execute(&arguments, &mut console(arguments.json)),
        Verb::Check(arguments) => check::execute(&arguments, &mut console(arguments.json)),
        Verb::Plan(arguments) => plan::execute(&arguments, &mut console(arguments.json)),
        Verb::Rules(arguments) => rules::execute(&arguments, &mut console(arguments.json)),
        Verb::Coverage(arguments) => coverage::execute(&arguments, &mut console(arguments.json)),
        Verb::View(arguments) => view::execute(&arguments, &mut console(arguments.json)),
        Verb::Status(arguments) => standing::execute(&arguments, &mut console(arguments.json)),
        Verb::New(arguments) => new::execute(&arguments, &mut console(false)),
    }
}

/// Prints what clap has to say: help that was asked for, or what is wrong with the command line.
fn help(text: &clap::Error) -> Status {
    let color = ColorWhen::asked_in(env::args_os());
    match console::print_clap(color, text) {
        Ok(()) if text.exit_code() == 0 => Status::Passed,
        Ok(()) => Status::Usage,
        Err(error) => failed(color, &CliError::Output(error)),
    }
}
