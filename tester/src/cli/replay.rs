//! `lab replay`: one run again, with all that happened in it.

use clap::Args;

use super::CliError;
use super::console::Console;
use super::seed::parse_seed;
use super::status::Status;
use crate::host::Factory;
use crate::report::{self, LogFilter, LogLayout};
use crate::runner::{self, Outcome, Verdict};
use crate::select;

/// Repeats one run, and shows what happened in it
#[derive(Args)]
pub(super) struct Arguments {
    /// The test's name, or a piece that only one name has
    test: String,
    /// The seed of the run
    #[arg(value_parser = parse_seed)]
    seed: u64,
    /// Prints the run's events, one column for each peer
    #[arg(long)]
    log: bool,
    /// Only events of these kinds
    #[arg(long, value_name = "KIND,...", value_delimiter = ',', requires = "log")]
    kind: Vec<String>,
    /// Only events of these peers, and of the test script
    #[arg(long, value_name = "PEER,...", value_delimiter = ',', requires = "log")]
    node: Vec<usize>,
    /// Writes the outcome as a JSON object to standard output, and what people read to standard error
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn execute(
    arguments: &Arguments,
    factory: &Factory,
    console: &mut Console,
) -> Result<Status, CliError> {
    let test = select::find(&arguments.test)?;
    console.say(test.heading())?;
    let outcome = if arguments.log {
        let outcome = runner::record(test, arguments.seed, factory);
        let filter = LogFilter { kinds: arguments.kind.clone(), nodes: arguments.node.clone() };
        print_log(&outcome, &filter, console)?;
        outcome
    } else {
        runner::run(test, arguments.seed, factory)
    };
    console.say(report::verdict(&outcome))?;
    console.tell(|| report::json(&outcome))?;
    Ok(match outcome.verdict {
        Verdict::Passed => Status::Passed,
        Verdict::Failed(_) => Status::Failed,
        Verdict::Broken(_) => Status::HarnessFailed,
    })
}

fn print_log(outcome: &Outcome, filter: &LogFilter, console: &mut Console) -> Result<(), CliError> {
    let layout = LogLayout::new(outcome.test.peers, console.width());
    console.say(layout.heading())?;
    for event in outcome.events.iter().filter(|event| filter.shows(event)) {
        console.say(layout.event(event))?;
    }
    Ok(())
}
