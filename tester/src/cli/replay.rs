//! `lab replay`: one run again, with all that happened in it.

use std::collections::BTreeSet;

use clap::Args;

use super::CliError;
use super::console::Console;
use super::seed::parse_seed;
use super::status::Status;
use crate::report::{self, LogFilter, LogLayout};
use crate::runner::{Outcome, Verdict};
use crate::select;
use crate::worker::Isolated;

/// Repeats one run, and shows what happened in it
#[derive(Args)]
pub(super) struct Arguments {
    /// The test's name, or a piece that only one name has
    test: String,
    /// The seed of the run
    #[arg(value_parser = parse_seed, allow_negative_numbers = true)]
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

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let test = select::find(&arguments.test)?;
    if let Some(&node) = arguments.node.iter().find(|node| **node >= test.peers) {
        return Err(CliError::NoSuchPeer { node, test: test.name, last: test.peers - 1 });
    }
    let mut isolated = Isolated::new(console.manners());
    let outcome = if arguments.log {
        let mut log = Vec::new();
        let outcome = isolated.record(test, arguments.seed, |event| log.push(event))?;
        Outcome { log, ..outcome }
    } else {
        isolated.run(test, arguments.seed)?
    };
    check_kinds(&arguments.kind, &outcome)?;
    console.say(test.heading())?;
    if arguments.log {
        let filter = LogFilter { kinds: arguments.kind.clone(), nodes: arguments.node.clone() };
        print_log(&outcome, &filter, console)?;
    }
    console.say(report::verdict(&outcome))?;
    console.tell(|| report::json(&outcome))?;
    Ok(match outcome.verdict {
        Verdict::Passed => Status::Passed,
        Verdict::Failed(_) => Status::Failed,
        Verdict::Broken(_) => Status::HarnessFailed,
    })
}

/// A kind that never occurs is more likely a slip than a wish for an empty page.
fn check_kinds(wanted: &[String], outcome: &Outcome) -> Result<(), CliError> {
    if wanted.is_empty() {
        return Ok(());
    }
    let kinds: BTreeSet<&str> = outcome.log.iter().map(|event| event.kind.as_str()).collect();
    match wanted.iter().find(|kind| !kinds.contains(kind.as_str())) {
        None => Ok(()),
        Some(kind) => Err(CliError::NoSuchKind {
            kind: kind.clone(),
            kinds: kinds.into_iter().map(str::to_owned).collect(),
        }),
    }
}

fn print_log(outcome: &Outcome, filter: &LogFilter, console: &mut Console) -> Result<(), CliError> {
    let layout = LogLayout::new(outcome.test.peers, console.width());
    console.say(layout.heading())?;
    for event in outcome.log.iter().filter(|event| filter.shows(event)) {
        console.say(layout.event(event))?;
    }
    Ok(())
}
