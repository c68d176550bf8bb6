//! `lab check`: whether a seed decides a run.

use std::thread;

use clap::Args;

use super::CliError;
use super::console::Console;
use super::progress::Progress;
use super::seed::{parse_seed, parse_seed_count};
use super::status::Status;
use crate::check;
use crate::host::Factory;
use crate::report;
use crate::runner::{Outcome, Stopwatch, Verdict};
use crate::select::select;
use crate::suite::LabTest;
use crate::worker::Isolated;

/// How many seeds of each test are looked at if nothing else is asked for.
const DEFAULT_SEEDS: u64 = 20;

/// Runs every seed twice, the second time beside other work, and compares
///
/// What an implementation takes from anywhere but the simulator makes two runs of one seed differ: the order
/// of a `HashMap`, the wall clock, threads, random numbers without a seed, a static. The report shows the
/// event at which they part.
#[derive(Args)]
pub(super) struct Arguments {
    /// A part (2A, also 3A) or a piece of a test's name; all tests without one
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

pub(super) fn execute(
    arguments: &Arguments,
    factory: &Factory,
    console: &mut Console,
) -> Result<Status, CliError> {
    let tests = select(&arguments.filters)?;
    let last = arguments.from.saturating_add(arguments.seeds - 1);
    let watch = Stopwatch::start();
    let progress = Progress::new(2 * arguments.seeds.saturating_mul(tests.len() as u64));
    let mut totals = Totals::default();
    for test in tests {
        progress.now(test.name);
        let differing = look_at(test, arguments.from..=last, factory, &progress, &mut totals, console)?;
        let row = report::checked(test, arguments.seeds, &differing);
        progress.aside(|| console.say(row))?;
    }
    drop(progress);
    console.say(report::check_summary(totals.runs, totals.differing, totals.failed, watch.elapsed()))?;
    Ok(match totals {
        Totals { broken: 1.., .. } => Status::HarnessFailed,
        Totals { differing: 0, .. } => Status::Passed,
        _ => Status::Failed,
    })
}

/// What all tests together came to.
#[derive(Default)]
struct Totals {
    runs: usize,
    differing: usize,
    /// Runs that failed in some other way, both times the same.
    failed: usize,
    broken: usize,
}

/// Runs a test with these seeds, and again; those runs that were others the second time, by seed.
fn look_at(
    test: &'static LabTest,
    seeds: std::ops::RangeInclusive<u64>,
    factory: &Factory,
    progress: &Progress,
    totals: &mut Totals,
    console: &mut Console,
) -> Result<Vec<Outcome>, CliError> {
    let mut isolated = Isolated::new(console.manners());
    let mut firsts = Vec::new();
    let mut all: Vec<Outcome> = Vec::new();
    for seed in seeds {
        let outcome = isolated.run(test, seed)?;
        progress.step();
        // What was given up, or has taken its process with it, is no run that could be compared.
        if outcome.observed > 0 { firsts.push(outcome) } else { all.push(outcome) }
    }
    let jobs = thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
    check::repeat_all(&firsts, jobs, factory, |result| {
        progress.step();
        all.push(result.map_or_else(|differs| differs, Clone::clone));
    });
    all.sort_by_key(|outcome| outcome.seed);
    totals.runs += all.len();
    for outcome in &all {
        console.tell(|| report::json(outcome))?;
        totals.broken += usize::from(matches!(outcome.verdict, Verdict::Broken(_)));
        totals.failed += usize::from(!outcome.verdict.passed() && !check::is_difference(outcome));
    }
    all.retain(check::is_difference);
    totals.differing += all.len();
    Ok(all)
}
