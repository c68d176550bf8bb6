//! `lab hunt`: many seeds of many tests, on all cores.

mod ending;
mod excerpt;
mod keeper;
mod logs;
mod progress;
mod remembered;
mod timelines;
mod watcher;

use std::path::PathBuf;
use std::str::FromStr;
use std::thread;
use std::time::Duration;

use clap::Args;

use self::ending::Ending;
use self::keeper::Keeper;
pub(super) use self::logs::{EXTENSION, FOLDER, delete_others, file_name};
pub(super) use self::progress::Progress;
use self::remembered::Remembered;
pub(super) use self::timelines::{EXTENSION as PAGE, FOLDER as TIMELINES};
use self::watcher::Watcher;
use super::CliError;
use super::console::Console;
use super::seed::{parse_seed, parse_seed_count};
use super::status::Status;
use crate::hunt::{self, Ended, Plan, Shard};
use crate::record::check_log_filter;
use crate::report;
use crate::runner::Stopwatch;
use crate::select::select;
use crate::worker::{Manners, Printing};

/// Hunts for failures: many seeds of many tests, on all cores
///
/// A test stops at its smallest failing seed unless --keep-going is given. Failures are grouped: 17 failing
/// runs may be 3 bugs, each with the run that is the shortest to read. Ctrl-C prints what is known so far.
/// The timelines of these runs go into raftlab/ in cargo's target directory, or into the folder that
/// `LAB_TIMELINES` names, unless that is `none`.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(super) struct Arguments {
    /// A part (2A, also 3A; X is chaos), a piece of a test's name, or `all`; the course's 28 tests without
    /// one
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
    /// How many seeds of each test
    #[arg(long, value_name = "N", value_parser = parse_seed_count, allow_negative_numbers = true, default_value_t = 1000)]
    seeds: u64,
    /// The first seed
    #[arg(long, value_name = "S", value_parser = parse_seed, allow_negative_numbers = true, default_value_t = 1)]
    from: u64,
    /// How many runs at a time [default: one for each core, and one more for every eight]
    #[arg(long, value_name = "J", value_parser = parse_jobs, allow_negative_numbers = true)]
    jobs: Option<usize>,
    /// Only one of N equal parts of the seeds; auto asks Slurm's or Kubernetes' variables which
    #[arg(long, value_name = "K/N", value_parser = ShardChoice::from_str)]
    shard: Option<ShardChoice>,
    /// Goes on with a test after its first failure
    #[arg(long)]
    keep_going: bool,
    /// Keeps a report there, with the events and the timeline of one run of each bug
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Goes on where the hunt of the report in --out was interrupted
    #[arg(long, requires = "out")]
    resume: bool,
    /// Leaves wall times out of the report, so that equal hunts give equal files
    #[arg(long)]
    stable: bool,
    /// How many seconds a run may take for one step before it is given up
    #[arg(long, value_name = "SECONDS", value_parser = parse_patience, allow_negative_numbers = true)]
    #[arg(default_value = "10")]
    watchdog: u64,
    /// The seeds that failed before: they are run first, and new ones are added [default:
    /// `LAB_FAILING_SEEDS`, or failing-seeds.txt beside the package's Cargo.toml; without cargo, nothing is
    /// remembered]
    #[arg(long, value_name = "FILE", conflicts_with = "shard")]
    failing_seeds: Option<PathBuf>,
    /// Writes the report to standard output, and what people read to standard error
    #[arg(long)]
    pub(super) json: bool,
}

/// Which part of the seeds is meant.
#[derive(Debug, Clone, Copy)]
enum ShardChoice {
    /// The one that the environment says.
    Auto,
    /// This one.
    This(Shard),
}

impl FromStr for ShardChoice {
    type Err = hunt::ShardError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "auto" { Ok(Self::Auto) } else { text.parse().map(Self::This) }
    }
}

/// As many as keep all cores busy. Between two runs a worker hands over from thread to thread, and from
/// process to process: for about an eighth of its time it has nothing to do.
pub(super) fn default_jobs() -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    cores + cores.div_ceil(8)
}

pub(super) fn parse_jobs(text: &str) -> Result<usize, String> {
    let jobs = text.parse().ok().filter(|jobs| (1..=1024).contains(jobs));
    jobs.ok_or_else(|| "how many runs at a time is a whole number from 1 to 1024".to_owned())
}

fn parse_patience(text: &str) -> Result<u64, String> {
    let seconds = text.parse::<u32>().ok().filter(|seconds| *seconds > 0).map(u64::from);
    seconds.ok_or_else(|| format!("patience is a whole number of seconds from 1 to {}", u32::MAX))
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let plan = plan(arguments)?;
    check_log_filter()?;
    let manners =
        Manners { patience: Duration::from_secs(plan.watchdog_s), ..Manners::new(Printing::Dropped) };
    let jobs = arguments.jobs.unwrap_or_else(default_jobs);
    let mut keeper = Keeper::new(arguments)?;
    let book = keeper.open(&plan, arguments.resume)?;
    let before = book.runs();
    let progress = Progress::new(book.missing() + before, before);
    let mut watcher = Watcher::new(console, progress, keeper)?;

    watcher.say(report::hunt_heading(&plan, before, jobs))?;
    // A shard is part of one hunt on many machines, and no machine's own memory may change it.
    let mut remembered = match plan.shard {
        None => Remembered::read(arguments.failing_seeds.clone(), &plan, &mut watcher)?,
        Some(_) => Remembered::nothing(),
    };
    let began = remembered.run(manners, &mut watcher);
    // A report is about its seeds alone, and not about what one machine remembers.
    let is_done_with_failed = !plan.keep_going && arguments.out.is_none() && !arguments.json;
    let mut book = if is_done_with_failed { remembered.without_failed(book) } else { book };
    watcher.begin();
    let clock = Stopwatch::start();
    let ended = match began {
        Ok(()) => hunt::drive(&mut book, jobs, manners, &mut watcher),
        Err(error) => Ended::GivenUp(error),
    };
    let wall = clock.elapsed();
    Ending { book, before, wall, ended, remembered }.conclude(manners, &mut watcher)
}

fn plan(arguments: &Arguments) -> Result<Plan, CliError> {
    let shard = match arguments.shard {
        None => None,
        Some(ShardChoice::This(shard)) => Some(shard),
        Some(ShardChoice::Auto) => Some(Shard::from_environment(|name| std::env::var_os(name))?),
    };
    let Arguments { from, seeds, keep_going, watchdog: watchdog_s, .. } = *arguments;
    Ok(Plan { tests: select(&arguments.filters)?, from, seeds, shard, keep_going, watchdog_s }.checked()?)
}
