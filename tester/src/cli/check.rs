//! `lab check`: whether a seed decides a run.

use std::ops::RangeInclusive;

use clap::Args;

use super::CliError;
use super::console::Console;
use super::progress::Progress;
use super::seed::{parse_seed, parse_seed_count};
use super::status::Status;
use crate::check::{self, Checked};
use crate::report;
use crate::runner::{Outcome, Stopwatch};
use crate::select::select;
use crate::suite::LabTest;
use crate::worker::{Isolated, Manners, Printing};

/// How many seeds of each test are looked at if nothing else is asked for.
const DEFAULT_SEEDS: u64 = 20;

/// Runs every seed again, beside other work and in another process, and compares
///
/// What an implementation takes from anywhere but the simulator makes two runs of one seed differ: the order
/// of a `HashMap`, the wall clock, threads, random numbers without a seed, a static. The report shows the
/// event at which they part.
#[derive(Args)]
pub(super) struct Arguments {
    /// A part (2A, also 3A; X is chaos), a piece of a test's name, or `all`; the course's 28 tests without
    /// one
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
    /// How many seeds of each test
    #[arg(long, value_name = "N", value_parser = parse_seed_count, allow_negative_numbers = true)]
    #[arg(default_value_t = DEFAULT_SEEDS)]
    seeds: u64,
    /// The first seed
    #[arg(long, value_name = "S", value_parser = parse_seed, allow_negative_numbers = true, default_value_t = 1)]
    from: u64,
    /// Writes one JSON object a run to standard output, and what people read to standard error
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let tests = select(&arguments.filters)?;
    let last = arguments.from.saturating_add(arguments.seeds - 1);
    let watch = Stopwatch::start();
    let progress = Progress::new(2 * arguments.seeds.saturating_mul(tests.len() as u64));
    let mut sum = Checked::default();
    for test in tests {
        progress.now(test.name);
        let outcomes = look_at(test, arguments.from..=last, &progress)?;
        let mut checked = Checked::default();
        for outcome in &outcomes {
            checked.add(outcome);
            progress.aside(|| console.tell_outcome(outcome))?;
        }
        let told = report::checked(test, &checked, &outcomes, console.advice());
        progress.aside(|| console.say(told))?;
        sum.join(checked);
    }
    drop(progress);
    console.say(report::check_summary(&sum, watch.elapsed(), console.advice().invocation()))?;
    Ok(match sum {
        Checked { broken: 1.., .. } => Status::HarnessFailed,
        Checked { differing: 0, failed: 0, unfinished: 0, .. } => Status::Passed,
        _ => Status::Failed,
    })
}

/// Runs a test with these seeds, and again; what came of them by seed, as failures where two runs differ.
fn look_at(
    test: &'static LabTest,
    seeds: RangeInclusive<u64>,
    progress: &Progress,
) -> Result<Vec<Outcome>, CliError> {
    // Every run is done three times, and some at once: nobody could read what they print.
    let mut isolated = Isolated::new(Manners::new(Printing::Dropped));
    let mut firsts = Vec::new();
    let mut all = Vec::new();
    for seed in seeds {
        let outcome = isolated.run(test, seed)?;
        progress.step();
        if Checked::is_finished(&outcome) {
            firsts.push(outcome);
            continue;
        }
        // There is nothing to compare, and the other seeds would most likely take as long.
        all.push(outcome);
        break;
    }
    all.extend(check::repeat_all(&firsts, &mut isolated, || progress.step())?);
    all.sort_by_key(|outcome| outcome.seed);
    Ok(all)
}
