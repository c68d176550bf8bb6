//! `lab why`: when a failure was decided.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use timeline::ExportError;
use timeline::record::Mark;

use super::CliError;
use super::console::Console;
use super::hunt::{default_jobs, parse_jobs};
use super::interrupts;
use super::seed::parse_seed;
use super::status::Status;
use super::targets;
use super::ticker::Ticker;
use crate::hunt;
use crate::record;
use crate::report;
use crate::runner::Outcome;
use crate::select;
use crate::traces::{Form, Tape};
use crate::why::{Conclusion, Scene, Search, Spectator};
use crate::worker::{Detail, Isolated, Manners, Printing, Told};

/// How long a redrawn run may go without a step, in real time: less than a run that somebody asked for.
const PATIENCE: Duration = Duration::from_secs(3);

/// Finds the step that decided that a run would fail
///
/// Keeps the beginning of the run, lets chance begin anew after it, many times, and counts how many of these
/// runs fail in the same way. Where that share jumps, the run was decided. Ctrl-C ends the search with what
/// was measured; the exit status is then 1 unless the search was over.
#[derive(Args)]
pub(super) struct Arguments {
    /// The test's name, or a piece that only one name has
    test: String,
    /// The seed of the run
    #[arg(value_parser = parse_seed, allow_negative_numbers = true)]
    seed: u64,
    /// How often chance begins anew at each place
    #[arg(long, value_name = "N", value_parser = parse_redraws, allow_negative_numbers = true, default_value_t = 100)]
    redraws: u64,
    /// How many runs at a time [default: one for each core, and one more for every eight]
    #[arg(long, value_name = "J", value_parser = parse_jobs, allow_negative_numbers = true)]
    jobs: Option<usize>,
    /// Writes the run as a page that a browser shows, with a mark where it was decided
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Writes what was found as a JSON object to standard output, and what people read to standard error
    #[arg(long)]
    pub(super) json: bool,
}

fn parse_redraws(text: &str) -> Result<u64, String> {
    let redraws = text.parse().ok().filter(|redraws| (1..=100_000).contains(redraws));
    redraws.ok_or_else(|| "the number of redraws is a whole number from 1 to 100000".to_owned())
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let test = select::find(&arguments.test)?;
    let seed = arguments.seed;
    record::check_log_filter()?;
    targets::check(None, &arguments.html.as_deref().into_iter().collect::<Vec<_>>())?;
    interrupts::listen(Status::Failed)?;
    let mut scene = Scene::default();
    let mut tape = begin(arguments)?;
    let manners = Manners { patience: PATIENCE, ..Manners::new(Printing::Dropped) };
    let outcome = Isolated::new(manners).follow(test, seed, Detail::Records, |told| {
        if let Told::Record(line) = told {
            scene.take(&line);
            if let Some(tape) = &mut tape {
                tape.push(&line);
            }
        }
    })?;
    let jobs = arguments.jobs.unwrap_or_else(default_jobs);
    let mut bar = Bar::new();
    let search = Search::new(&outcome, &scene, arguments.redraws, jobs, manners, &mut bar)?;
    console.say(test.heading())?;
    console.say(report::verdict(&outcome, console.advice()))?;
    console.say(format_args!(
        "of {} runs each that begin like this one, and go on by chance, so many fail in the same way:",
        arguments.redraws
    ))?;
    let found = search.search()?;
    drop(bar);

    console.say(report::why(&found, &scene))?;
    if let (Some(tape), Some(path)) = (tape, &arguments.html) {
        draw(tape, report::why_marks(&found), &outcome, path, console)?;
        console.say(format_args!("timeline: {}", path.display()))?;
    }
    console.tell(|| report::json_of_why(&found, &outcome, &scene))?;
    Ok(if found.conclusion == Conclusion::Interrupted { Status::Failed } else { Status::Passed })
}

/// A tape for the page, if one is wanted.
fn begin(arguments: &Arguments) -> Result<Option<Tape>, CliError> {
    let failed = |source| CliError::File { path: PathBuf::from("a temporary file"), source };
    arguments.html.as_ref().map(|_| Tape::new(None)).transpose().map_err(failed)
}

/// Writes the page of the run.
fn draw(
    mut tape: Tape,
    marks: Vec<Mark>,
    outcome: &Outcome,
    path: &Path,
    console: &Console,
) -> Result<(), CliError> {
    let failed = |source: io::Error| CliError::File { path: path.to_owned(), source };
    tape.mark(marks);
    let build = hunt::build().map_err(CliError::Build)?;
    let whole = tape.finish(outcome, build, console.advice()).map_err(failed)?;
    let trace = whole.read().map_err(failed)?;
    Form::Html.make(trace, path).map(drop).map_err(|error| match error {
        ExportError::Trace(source) => CliError::Trace { path: path.to_owned(), source },
        ExportError::Write(source) => failed(source),
    })
}

/// Shows how far the search is, on standard error.
struct Bar(Ticker);

impl Bar {
    fn new() -> Self {
        Self(Ticker::new("{bar:30} {percent:>3} %  {human_pos}/{human_len} runs  {eta} left"))
    }
}

impl Spectator for Bar {
    fn look(&mut self, done: u64, of: u64) {
        let show = |bar: &ProgressBar| {
            bar.set_length(of.max(done));
            bar.set_position(done);
        };
        self.0.tell(show, || format!("{done} of about {of} runs"));
    }

    fn is_interrupted(&self) -> bool {
        interrupts::is_interrupted()
    }
}
