//! The zoo's program: `zoo list`, `zoo table`, `zoo reports`, and `zoo run BUG`, `hunt`, `replay`, `shrink`,
//! `why`, `check` and `coverage`.
//!
//! The verbs that run one bug are those of the lab's own program, with the bug before their arguments.

use std::env;
use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use tester::host::Factory;
use tester::invocation::Invocation;
use zoo::bugs::UnknownBug;
use zoo::{list, reports, table, variants};

/// How people call this program.
const PROGRAM: &str = "cargo run --release -p zoo --";

/// The verbs of the lab's program that are about one implementation.
const VERBS: [&str; 7] = ["run", "hunt", "replay", "shrink", "why", "check", "coverage"];

/// Runs the lab's tests against a Raft with bugs: one that people really make, or none.
#[derive(Parser)]
#[command(name = "zoo", bin_name = PROGRAM, version, disable_help_subcommand = true)]
#[command(
    after_help = "BUG is a name that `list` shows: a bug, or a sound variant such as none. Exit status: 0 all passed, 1 some test failed, or a \
    bug of the table survives or is blamed on a wrong rule, 2 the command line or a file was wrong, 3 the \
    harness itself failed."
)]
struct CommandLine {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Lists the bugs
    List(list::Arguments),
    /// Says of each bug by what it is caught, how soon, and on which rule it is blamed
    Table(table::Arguments),
    /// Prints a report of each bug of the course notes, as Markdown
    Reports,
    /// Runs tests against a bug, as `cargo lab run` does
    Run(OfOneBug),
    /// Hunts a bug, as `cargo lab hunt` does
    Hunt(OfOneBug),
    /// Repeats one run, as `cargo lab replay` does
    Replay(OfOneBug),
    /// Makes a failing run small, as `cargo lab shrink` does
    Shrink(OfOneBug),
    /// Finds the event that decided that a run would fail, as `cargo lab why` does
    Why(OfOneBug),
    /// Looks whether a seed decides a run, as `cargo lab check` does
    Check(OfOneBug),
    /// Counts the situations that tests bring about, as `cargo lab coverage` does
    Coverage(OfOneBug),
}

#[derive(Args)]
struct OfOneBug {
    /// The bug, or the sound variant
    bug: String,
    /// What follows the verb in the lab's own program; `VERB BUG --help` lists it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

fn main() -> ExitCode {
    let words: Vec<OsString> = env::args_os().skip(1).collect();
    if let [verb, bug, arguments @ ..] = words.as_slice()
        && let Some(verb) = VERBS.into_iter().find(|known| OsStr::new(known) == verb)
        && let Some(bug) = bug.to_str().filter(|bug| !bug.starts_with('-'))
    {
        return of_one_bug(verb, bug, arguments);
    }
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(help_or_error) => return help(&help_or_error),
    };
    match line.verb {
        Verb::List(arguments) => list::execute(&arguments),
        Verb::Table(arguments) => table::execute(&arguments),
        Verb::Reports => reports::execute(),
        // These get here only with `--` before the bug.
        Verb::Run(of_one) => of_one.execute("run"),
        Verb::Hunt(of_one) => of_one.execute("hunt"),
        Verb::Replay(of_one) => of_one.execute("replay"),
        Verb::Shrink(of_one) => of_one.execute("shrink"),
        Verb::Why(of_one) => of_one.execute("why"),
        Verb::Check(of_one) => of_one.execute("check"),
        Verb::Coverage(of_one) => of_one.execute("coverage"),
    }
}

impl OfOneBug {
    fn execute(&self, verb: &str) -> ExitCode {
        of_one_bug(verb, &self.bug, &self.arguments)
    }
}

/// Hands over to the lab's program. It is also how workers begin.
fn of_one_bug(verb: &str, bug: &str, arguments: &[OsString]) -> ExitCode {
    let factory = match factory(bug) {
        Ok(factory) => factory,
        Err(unknown) => return zoo::complain(&unknown),
    };
    let words = [OsString::from(verb)].into_iter().chain(arguments.iter().cloned());
    let invocation = Invocation::of_one_of_several(PROGRAM, bug);
    tester::cli::main_from(&factory, &invocation, words)
}

fn factory(name: &str) -> Result<Factory, UnknownBug> {
    if let Some(variant) = variants::ALL.iter().find(|variant| variant.id == name) {
        return Ok((variant.factory)());
    }
    Ok(zoo::factory(Some(name.parse()?)))
}

/// Prints what clap has to say.
fn help(text: &clap::Error) -> ExitCode {
    match text.print() {
        Ok(()) if text.exit_code() == 0 => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}
