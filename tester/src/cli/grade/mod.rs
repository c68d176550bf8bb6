//! `lab grade`: what submissions are worth under a rubric.

mod autograder;
mod error;
mod json;
mod place;
mod receipt;
mod rubric_file;
mod table;
mod watcher;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;

pub(super) use self::error::GradeError;
use self::place::Place;
use self::watcher::Watcher;
use super::CliError;
use super::console::Console;
use super::hunt::parse_jobs;
use super::interrupts;
use super::status::Status;
use crate::grade::report::{Basis, plain};
use crate::grade::workshop::{Order, Workshop};
use crate::grade::{
    Class, Ended, Grade, GradingError, Rubric, Terms, TestGrade, Workbench, publish, submission,
};
use crate::report::style::{self, paint};

/// What is shown on a terminal while the harness is built.
const OPENING: &str = "building what submissions are built against; the first time, this takes minutes";
/// How often it shows that it goes on.
const TURN: Duration = Duration::from_millis(200);

/// Grades submissions: builds each, runs its tests, and counts the points
///
/// Each test of each submission runs in processes of its own. Without a submission it grades the crate that
/// cargo runs this for, or the working folder. What is written to --out is kept test by test: after an
/// interruption, which ends it with the exit status 130, the same command goes on. docs/grading.md says what
/// is and is not protected against submissions that mean harm.
#[derive(Args)]
pub(super) struct Arguments {
    /// The folder of a submission, or one that holds a folder for each
    #[arg(value_name = "SUBMISSION")]
    submissions: Vec<PathBuf>,
    /// Takes each folder for one submission, wherever in it the sources are
    #[arg(long)]
    one: bool,
    /// What there are points for; without it, the built-in rubric
    #[arg(long, value_name = "FILE")]
    rubric: Option<PathBuf>,
    /// Writes reports there: class.csv, junit.xml, and a folder for each submission
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How many tests, or compilers, at a time [default: one for each core]
    #[arg(long, value_name = "J", value_parser = parse_jobs, allow_negative_numbers = true)]
    jobs: Option<usize>,
    /// Deletes the grades in --out, and grades all anew
    #[arg(long, requires = "out")]
    fresh: bool,
    /// The folder of raftlab's sources, which submissions are built against [default: those that this program
    /// was built from]
    #[arg(long, value_name = "DIR")]
    harness: Option<PathBuf>,
    /// The profile of raftlab's workspace to build with
    #[arg(long, value_name = "NAME", default_value = "grade")]
    profile: String,
    /// Grades one submission again, and says whether this receipt of it holds; without its rubric, as far as
    /// anybody can know
    #[arg(long, value_name = "RECEIPT", conflicts_with_all = ["out", "fresh", "json"])]
    verify: Option<PathBuf>,
    /// Writes something to begin with, and grades nothing
    #[arg(long, value_name = "WHAT", conflicts_with_all = ["submissions", "one", "fresh", "verify"])]
    init: Option<Init>,
    /// Writes one JSON object a submission to standard output, and what people read to standard error
    #[arg(long)]
    pub(super) json: bool,
}

/// What can be written out to begin with.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Init {
    /// The built-in rubric with a fresh secret, to be edited, in the file that --rubric names
    Rubric,
    /// A folder that grades on Gradescope or in a container, by --rubric or a fresh one; --out names it
    Gradescope,
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    match arguments.init {
        Some(Init::Rubric) => rubric_file::write(arguments.rubric.as_deref(), console),
        Some(Init::Gradescope) => autograder::write(arguments, console),
        None => match &arguments.verify {
            Some(receipt) => receipt::verify(receipt, arguments, console),
            None => grade(arguments, console),
        },
    }
}

fn grade(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let rubric = arguments.rubric.as_deref().map_or_else(|| Ok(Rubric::default()), Rubric::read);
    let rubric = rubric.map_err(GradeError::from)?;
    let place = Place::of(arguments);
    let submissions = submissions(arguments, Some(place.folder()))?;
    // What is begun with the folder should be brought to its end.
    interrupts::listen(Status::Interrupted)?;
    let shelf = place.open()?;
    warn_of_what_is_missing(console)?;
    let workshop = match open_workshop(arguments) {
        // An interrupt reaches the compiler as well, which then has other things to say.
        Err(_) if interrupts::is_interrupted() => {
            console.say("interrupted: nothing has been graded")?;
            return Ok(Status::Interrupted);
        }
        workshop => workshop?,
    };
    let (terms, basis) = (Terms::new(&rubric, workshop.versions()), Basis::new(&rubric, workshop.versions()));
    let bench = Box::new(Workbench::new(workshop, &rubric));
    let class = Class::open(&submissions, rubric, &terms, shelf, bench);
    let mut class = class.map_err(GradeError::from)?;
    let mut watcher = Watcher::new(class.folders().clone(), &basis);
    let ended = class.drive(jobs(arguments), &mut watcher);
    drop(watcher);
    conclude(&class, &basis, ended, &place, console)
}

/// How many tasks at a time.
fn jobs(arguments: &Arguments) -> usize {
    arguments.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
}

/// The submissions by their names: what the paths mean, or the crate itself. The grades go to `out`.
fn submissions(arguments: &Arguments, out: Option<&Path>) -> Result<BTreeMap<String, PathBuf>, GradeError> {
    let own = || {
        let own = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("."), PathBuf::from);
        // Where cargo found it by a link, the crate is still one's own.
        vec![fs::canonicalize(&own).unwrap_or(own)]
    };
    let named = &arguments.submissions;
    let paths = if named.is_empty() { own() } else { named.clone() };
    Ok(if arguments.one { submission::each(&paths) } else { submission::find(&paths, out) }?)
}

/// What the system does not offer against submissions that mean harm.
fn warn_of_what_is_missing(console: &mut Console) -> io::Result<()> {
    // Otherwise a submission's process could read the rubric's secret in the memory of this one.
    let shielded = jail::shield_process().err().map(|error| error.to_string());
    let missing = jail::offered().missing().into_iter().map(str::to_owned);
    for warning in missing.chain(shielded) {
        console.say(format_args!("{} {warning}", paint(style::WARNING, "warning:")))?;
    }
    Ok(())
}

fn open_workshop(arguments: &Arguments) -> Result<Workshop, GradeError> {
    let profile = arguments.profile.clone();
    let order = match arguments.harness.clone() {
        // Somebody else's sources are built where they lie.
        Some(harness) => Order { harness, profile, target: None },
        None => Order { profile, ..Order::usual() },
    };
    let spinner = ProgressBar::new_spinner().with_message(OPENING);
    spinner.enable_steady_tick(TURN);
    let workshop = Workshop::open(&order, &|notice| spinner.suspend(|| note(notice)));
    spinner.finish_and_clear();
    Ok(workshop?)
}

/// Tells those who wait why it takes longer.
fn note(text: &str) {
    // Where it cannot be written, it would not be read either.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Tells what came of it, as far as it came.
fn conclude(
    class: &Class,
    basis: &Basis,
    ended: Result<Ended, GradingError>,
    place: &Place,
    console: &mut Console,
) -> Result<Status, CliError> {
    let grades = class.grades();
    let is_alone = class.standing().submissions == 1;
    if !grades.is_empty() {
        console.say(table::all(&grades, is_alone, console.width()))?;
    }
    for grade in &grades {
        console.tell(|| json::line(grade))?;
    }
    let ended = ended.map_err(GradeError::from)?;
    if ended == Ended::Interrupted {
        console.say(place.interrupted(class.standing()))?;
        return Ok(Status::Interrupted);
    }
    publish::class(class.folders(), basis, &grades).map_err(GradeError::from)?;
    console.say(place.reports(&grades))?;
    let mut status = verdict(&grades);
    for (name, failure) in class.failures() {
        // A path, or a compiler's words, may be of the submission's choosing.
        let told = format!("{} is not graded: {}", plain::name(name), plain::text(&failure.to_string()));
        console.say(format_args!("{} {told}", paint(style::FAILED, "error:")))?;
        status = Status::HarnessFailed;
    }
    Ok(status)
}

fn verdict(grades: &[Grade]) -> Status {
    let mut tests = grades.iter().flat_map(|grade| &grade.tests);
    if tests.clone().any(TestGrade::is_doubtful) {
        Status::HarnessFailed
    } else if tests.all(TestGrade::is_whole) {
        Status::Passed
    } else {
        Status::Failed
    }
}
