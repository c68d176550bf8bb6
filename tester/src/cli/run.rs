//! `lab run`: the lab's tests, once or with many seeds.

use std::time::Duration;

use clap::Args;

use super::CliError;
use super::console::Console;
use super::progress::Progress;
use super::seed::{parse_seed, parse_seed_count};
use super::status::Status;
use crate::report::{self, Sweep};
use crate::runner::{Outcome, Stopwatch, Verdict};
use crate::select::select;
use crate::suite::LabTest;
use crate::worker::Isolated;

/// Runs tests, once or with many seeds each
#[derive(Args)]
pub(super) struct Arguments {
    /// A part (2A, also 3A; X is chaos), a piece of a test's name, or `all`; the course's 28 tests without
    /// one
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
    /// Runs each test once, with this seed [default: 1]
    #[arg(long, value_name = "S", value_parser = parse_seed, allow_negative_numbers = true, conflicts_with = "seeds")]
    seed: Option<u64>,
    /// Runs each test with the seeds 1 to N
    #[arg(long, value_name = "N", value_parser = parse_seed_count, allow_negative_numbers = true)]
    seeds: Option<u64>,
    /// Writes one JSON object a run to standard output, and what people read to standard error
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let tests = select(&arguments.filters)?;
    let watch = Stopwatch::start();
    let mut isolated = Isolated::new(console.manners());
    let totals = match arguments.seeds {
        Some(seeds) => sweep(&tests, seeds, &mut isolated, console)?,
        None => once(&tests, arguments.seed.unwrap_or(1), &mut isolated, console)?,
    };
    console.say(report::summary(totals.passed, totals.failed, totals.virtual_time, watch.elapsed()))?;
    Ok(totals.status())
}

/// What all runs together came to.
#[derive(Default)]
struct Totals {
    passed: usize,
    failed: usize,
    /// Of those that failed: how many by a mistake of the harness.
    broken: usize,
    virtual_time: Duration,
}

impl Totals {
    fn add(&mut self, outcome: &Outcome) {
        self.passed += usize::from(outcome.verdict.passed());
        self.failed += usize::from(!outcome.verdict.passed());
        self.broken += usize::from(matches!(outcome.verdict, Verdict::Broken(_)));
        self.virtual_time += outcome.statistics.virtual_time;
    }

    fn status(&self) -> Status {
        match self {
            Self { broken: 1.., .. } => Status::HarnessFailed,
            Self { failed: 1.., .. } => Status::Failed,
            _ => Status::Passed,
        }
    }
}

/// One seed: the lab's two lines for each test, the first before the test runs.
fn once(
    tests: &[&'static LabTest],
    seed: u64,
    isolated: &mut Isolated,
    console: &mut Console,
) -> Result<Totals, CliError> {
    let mut totals = Totals::default();
    for &test in tests {
        console.say(test.heading())?;
        let outcome = isolated.run(test, seed)?;
        totals.add(&outcome);
        console.say(report::verdict(&outcome, console.advice()))?;
        console.tell_outcome(&outcome)?;
    }
    Ok(totals)
}

/// Many seeds: one row for each test.
fn sweep(
    tests: &[&'static LabTest],
    seeds: u64,
    isolated: &mut Isolated,
    console: &mut Console,
) -> Result<Totals, CliError> {
    let mut totals = Totals::default();
    let progress = Progress::new(seeds.saturating_mul(tests.len() as u64));
    progress.aside(|| console.say(Sweep::heading(seeds)))?;
    for &test in tests {
        progress.now(test.name);
        let mut sweep = Sweep::new(test);
        for seed in 1..=seeds {
            let outcome = isolated.run(test, seed)?;
            totals.add(&outcome);
            sweep.add(&outcome, console.advice());
            progress.step();
            if console.is_read_by_programs() {
                progress.aside(|| console.tell_outcome(&outcome))?;
            }
        }
        progress.aside(|| console.say(sweep.report()))?;
    }
    Ok(totals)
}
