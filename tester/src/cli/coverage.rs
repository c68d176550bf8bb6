//! `lab coverage`: which situations the tests bring about, and which tests miss what they are about.

use std::io;
use std::time::Duration;

use clap::Args;

use super::CliError;
use super::console::Console;
use super::hunt::{Progress, default_jobs, parse_jobs};
use super::seed::{parse_seed, parse_seed_count};
use super::status::Status;
use crate::hunt::{self, Audience, Book, Ended, News, Plan};
use crate::oracle::Eyes;
use crate::report;
use crate::runner::{Outcome, PATIENCE, Stopwatch};
use crate::select::select;
use crate::situations::Coverage;
use crate::worker::{Manners, Printing};

/// How often the progress is brought up to date.
const REFRESH: Duration = Duration::from_millis(200);

/// Counts the situations that tests bring about, and names tests that miss theirs
///
/// A test that passes with every seed and never reaches a situation that it is about, as a restart with a
/// vote or a log in conflict, proves nothing: it is vacuous, and the exit status is 1. A star marks what a
/// test is about.
#[derive(Args)]
pub(super) struct Arguments {
    /// A part (2A, also 3A; X is chaos), a piece of a test's name, or `all`; the course's 28 tests without
    /// one
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
    /// How many seeds of each test
    #[arg(long, value_name = "N", value_parser = parse_seed_count, allow_negative_numbers = true, default_value_t = 100)]
    seeds: u64,
    /// The first seed
    #[arg(long, value_name = "S", value_parser = parse_seed, allow_negative_numbers = true, default_value_t = 1)]
    from: u64,
    /// How many runs at a time [default: one for each core, and one more for every eight]
    #[arg(long, value_name = "J", value_parser = parse_jobs, allow_negative_numbers = true)]
    jobs: Option<usize>,
    /// Writes one JSON object a test to standard output, and what people read to standard error
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let Arguments { seeds, from, .. } = *arguments;
    let (tests, watchdog_s) = (select(&arguments.filters)?, PATIENCE.as_secs());
    let plan = Plan { tests, from, seeds, shard: None, keep_going: true, watchdog_s }.checked()?;
    let manners = Manners { eyes: Eyes::Wide, ..Manners::new(Printing::Dropped) };
    let jobs = arguments.jobs.unwrap_or_else(default_jobs);
    console.say(report::coverage_heading(&plan, jobs))?;

    let mut surveyor = Surveyor::new(&plan);
    let ended = hunt::drive(&mut Book::new(plan), jobs, manners, &mut surveyor);
    let coverage = surveyor.finish();
    if let Ended::GivenUp(error) = ended {
        return Err(error.into());
    }
    console.say(report::coverage(&coverage))?;
    for line in report::json_of_coverage(&coverage) {
        console.tell(|| line)?;
    }
    Ok(status(&coverage))
}

fn status(coverage: &Coverage) -> Status {
    if coverage.surveys.iter().any(|survey| survey.is_broken) {
        Status::HarnessFailed
    } else if coverage.has_failed() {
        Status::Failed
    } else {
        Status::Passed
    }
}

/// Counts what comes in, and shows how far it is.
struct Surveyor {
    coverage: Coverage,
    progress: Progress,
    refreshed: Stopwatch,
}

impl Surveyor {
    fn new(plan: &Plan) -> Self {
        let runs = plan.seeds.saturating_mul(plan.tests.len() as u64);
        let progress = Progress::new(runs, 0);
        Self { coverage: Coverage::new(&plan.tests), progress, refreshed: Stopwatch::start() }
    }

    /// What came in; nothing shows how far it is any more.
    fn finish(self) -> Coverage {
        self.coverage
    }
}

impl Audience for Surveyor {
    fn outcome(&mut self, outcome: &Outcome, news: News) -> io::Result<()> {
        if news != News::NotWanted {
            self.coverage.add(outcome);
        }
        Ok(())
    }

    fn tick(&mut self, book: &Book) -> io::Result<()> {
        if self.refreshed.elapsed() >= REFRESH {
            self.refreshed = Stopwatch::start();
            let done = book.runs();
            self.progress.set(done, book.failures(), done + book.missing());
            self.progress.tick();
        }
        Ok(())
    }

    /// An interrupt ends the process: there is nothing to keep.
    fn is_interrupted(&self) -> bool {
        false
    }
}
