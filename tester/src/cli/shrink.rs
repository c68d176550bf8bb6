//! `lab shrink`: a failing run made small.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use timeline::{Reader, replace};

use super::CliError;
use super::console::Console;
use super::hunt::{default_jobs, parse_jobs};
use super::interrupts;
use super::outputs::Outputs;
use super::seed::parse_seed;
use super::status::Status;
use super::ticker::Ticker;
use crate::case::{self, Build, Case, CaseError, Size};
use crate::hunt;
use crate::record;
use crate::report;
use crate::report::style::{self, paint};
use crate::select;
use crate::shrink::{Shrinker, Shrunk, Spectator, Target};
use crate::story;
use crate::traces::{self, Tape};
use crate::worker::{Detail, Isolated, Manners, Printing, Told};

/// How long a candidate may go without a step, in real time: less than a run that somebody asked for.
const PATIENCE: Duration = Duration::from_secs(3);

/// Makes a failing run small: the fewest faults, commands and choices that still make it fail in the same way
///
/// The result is a file that `replay` runs again. Ctrl-C keeps what was found so far.
#[derive(Args)]
pub(super) struct Arguments {
    /// The test's name, or a piece that only one name has
    test: String,
    /// The seed of the run
    #[arg(value_parser = parse_seed, allow_negative_numbers = true)]
    seed: u64,
    /// How many seconds it may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    budget: u64,
    /// How many candidates are tried at a time [default: one for each core, and one more for every eight]
    #[arg(long, value_name = "J", value_parser = parse_jobs, allow_negative_numbers = true)]
    jobs: Option<usize>,
    /// Writes the case there [default: TEST-SEED.case.json in cargo's target/raftlab]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Prints a Rust test that fails as long as the implementation does
    #[arg(long = "test")]
    test_code: bool,
    #[command(flatten)]
    outputs: Outputs,
    /// Writes the case as a JSON object to standard output, and what people read to standard error
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let test = select::find(&arguments.test)?;
    let seed = arguments.seed;
    record::check_log_filter()?;
    let named = || traces::folder().join(traces::case_name(test, seed, console.advice().invocation()));
    let path = match &arguments.out {
        Some(path) => path.clone(),
        None => in_own_folder(named())?,
    };
    arguments.outputs.check(None, &[&path])?;
    interrupts::listen(Status::Failed)?;
    console.say(test.heading())?;
    let manners = Manners { patience: PATIENCE, ..Manners::new(Printing::Dropped) };
    let jobs = arguments.jobs.unwrap_or_else(default_jobs);
    let mut bar = Bar::new();
    let budget = Duration::from_secs(arguments.budget);
    let shrunk = Shrinker::new(test, seed, jobs, manners, budget, &mut bar)?.shrink();
    drop(bar);

    let case = case_of(test.name, seed, &shrunk)?;
    write(&path, &case)?;
    console.repeat_file(&traces::shown_path(&path));
    let mut shown = show(&case, manners, arguments, console)?;
    console.say(report::shrunk(&shrunk, &case))?;
    console.say(format_args!("\n{}\n", shown.story.join("\n")))?;
    if arguments.test_code {
        console.say(report::regression_test(&case, &shown.story))?;
    }
    shown.written.insert(0, format!("  case: {}", traces::shown_path(&path)));
    for line in shown.written {
        console.say(line)?;
    }
    let replay = format!("replay: {}", console.advice().replay(test, case.seed));
    console.say(format_args!("  {}", paint(style::STRONG, replay)))?;
    console.tell(|| serde_json::to_string(&case).expect("a case is plain data"))?;
    if shown.is_met {
        return Ok(Status::Passed);
    }
    console.say(format_args!(
        "{} run once more, the case does not fail in the same way: is something in it left to chance that no \
         seed decides? `check` shows it",
        paint(style::WARNING, "warning:")
    ))?;
    Ok(Status::Failed)
}

/// What can be shown of a case.
struct Shown {
    /// Whether the run failed as the case says.
    is_met: bool,
    story: Vec<String>,
    /// The files that were written, in lines for people.
    written: Vec<String>,
}

/// Runs the case once more, and makes its story and its files.
fn show(case: &Case, manners: Manners, arguments: &Arguments, console: &Console) -> Result<Shown, CliError> {
    let temporary = |source| CliError::File { path: PathBuf::from("a temporary file"), source };
    let mut isolated = Isolated::new(manners);
    isolated.steer(case.steering.clone());
    let mut tape = arguments.outputs.begin()?;
    let mut whole = Tape::new(None).map_err(temporary)?;
    for tape in tape.iter_mut().chain([&mut whole]) {
        tape.of_steered(&case.steering);
    }
    let outcome = isolated.follow(case.lab_test(), case.seed, Detail::Records, |told| {
        if let Told::Record(line) = told {
            for tape in tape.iter_mut().chain([&mut whole]) {
                tape.push(&line);
            }
        }
    })?;
    let symptom = Target::of(&outcome).map(|target| target.symptom().clone());
    let is_met = symptom.is_some_and(|symptom| symptom.is_as(&case.failure));
    let build = case.build.program.clone();
    let whole = whole.finish(&outcome, build, console.advice()).map_err(temporary)?;
    let recorded = |source| CliError::Trace { path: PathBuf::from("a temporary file"), source };
    let (header, records) = Reader::new(whole.read().map_err(temporary)?).map_err(recorded)?;
    let mut damage = None;
    let whole = records.map_while(|record| record.map_err(|error| damage = Some(error)).ok());
    let story = story::story(&header, whole);
    if let Some(damage) = damage {
        return Err(recorded(damage));
    }
    let written = match tape {
        Some(tape) => arguments.outputs.write(tape, &outcome, console)?,
        None => Vec::new(),
    };
    Ok(Shown { is_met, story, written })
}

fn case_of(test: &str, first_seed: u64, shrunk: &Shrunk) -> Result<Case, CliError> {
    let failure = Target::of(&shrunk.outcome).map(|target| target.symptom().clone());
    Ok(Case {
        format: case::FORMAT.to_owned(),
        version: case::VERSION,
        test: test.to_owned(),
        seed: shrunk.seed,
        first_seed,
        build: Build {
            raftlab: env!("CARGO_PKG_VERSION").to_owned(),
            program: hunt::build().map_err(CliError::Build)?,
        },
        failure: failure.expect("what is kept fails as the run did"),
        before: shrunk.before.clone(),
        after: shrunk.after.clone(),
        steering: shrunk.steering.clone(),
    })
}

/// The path of a case that nobody named, in a folder that is there now.
fn in_own_folder(path: PathBuf) -> Result<PathBuf, CliError> {
    match path.parent().map_or(Ok(()), fs::create_dir_all) {
        Ok(()) => Ok(path),
        Err(source) => Err(CaseError::System { doing: "write", path, source }.into()),
    }
}

/// Writes the case: whole, or not at all.
fn write(path: &Path, case: &Case) -> Result<(), CliError> {
    let written = replace::replace(path, |out| out.write_all(case.text().as_bytes()));
    written.map_err(|source| CaseError::System { doing: "write", path: path.to_owned(), source }.into())
}

/// Shows how small the run is by now, on standard error.
struct Bar(Ticker);

impl Bar {
    fn new() -> Self {
        Self(Ticker::new("{spinner} {elapsed}  {msg}"))
    }
}

impl Spectator for Bar {
    fn look(&mut self, best: &Size, tried: u64) {
        let (faults, commands, events) = (best.faults(), best.commands(), best.events);
        let told = || format!("{faults} faults, {commands} commands, {events} events; {tried} runs tried");
        let show = |bar: &ProgressBar| {
            bar.set_message(told());
            bar.tick();
        };
        self.0.tell(show, told);
    }

    fn is_interrupted(&self) -> bool {
        interrupts::is_interrupted()
    }
}
