//! `lab status`: which tests pass how often, what has changed, what to do next.

use clap::Args;

use super::CliError;
use super::console::Console;
use super::progress::Progress;
use super::seed::parse_seed_count;
use super::status::Status;
use crate::report;
use crate::report::style::{self, paint};
use crate::standing::{Memory, MemoryError, TestStanding};
use crate::suite::{self, Part};
use crate::traces;
use crate::worker::Isolated;

/// Tells which of the lab's tests pass how often, what has changed since the last time, and what to do next
#[derive(Args)]
pub(super) struct Arguments {
    /// Runs each test with the seeds 1 to N
    #[arg(long, value_name = "N", value_parser = parse_seed_count, allow_negative_numbers = true)]
    #[arg(default_value = "20")]
    seeds: u64,
    /// Writes one JSON object a test to standard output, then one of what to do next; and what people read to
    /// standard error
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let file = Memory::file(&traces::folder(), console.advice().invocation());
    let memory = match Memory::read(&file) {
        Ok(memory) => memory,
        Err(error) => {
            warn(&error, console)?;
            Memory::default()
        }
    };
    console.say(report::standing_heading(arguments.seeds))?;
    let standings = survey(arguments.seeds, &memory, console)?;
    console.say(format_args!("\n{}", report::standing_summary(&standings, console.advice())))?;
    let next = report::json_of_next(&standings, console.advice());
    console.tell(|| next)?;
    if let Err(error) =
        Memory::keep(&file, standings.iter().map(|standing| (standing.test.name, standing.tally)))
    {
        warn(&error, console)?;
    }
    Ok(status(&standings))
}

/// Runs all of the lab's tests, and tells of each part when it is through.
fn survey(seeds: u64, memory: &Memory, console: &mut Console) -> Result<Vec<TestStanding>, CliError> {
    let mut isolated = Isolated::new(console.manners());
    let progress = Progress::new(seeds.saturating_mul(suite::course().len() as u64));
    let mut standings: Vec<TestStanding> = Vec::new();
    for part in Part::ALL.into_iter().filter(|part| part.is_of_the_course()) {
        let first = standings.len();
        for test in suite::course().iter().filter(|test| test.part == part) {
            progress.now(test.name);
            let mut standing = TestStanding::new(test, memory.of(test.name), seeds);
            for seed in 1..=seeds {
                let outcome = isolated.run(test, seed)?;
                // The next would most likely take as much of real time.
                let is_given_up = outcome.is_given_up();
                standing.add(outcome);
                progress.step();
                if is_given_up {
                    break;
                }
            }
            progress.aside(|| console.tell(|| report::json_of_standing(&standing)))?;
            standings.push(standing);
        }
        progress.aside(|| console.say(report::standing_of_part(part, &standings[first..])))?;
    }
    Ok(standings)
}

fn status(standings: &[TestStanding]) -> Status {
    if standings.iter().any(TestStanding::is_broken) {
        Status::HarnessFailed
    } else if standings.iter().all(|standing| standing.tally.is_whole()) {
        Status::Passed
    } else {
        Status::Failed
    }
}

/// What is remembered is a help, and no verdict hangs on it.
fn warn(error: &MemoryError, console: &mut Console) -> Result<(), CliError> {
    console.say(format_args!("{} {error}", paint(style::WARNING, "warning:")))?;
    Ok(())
}
