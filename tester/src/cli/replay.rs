//! `lab replay`: one run again, with all that happened in it.

use std::collections::BTreeSet;

use clap::Args;

use super::CliError;
use super::console::Console;
use super::filter::{parse_kind, parse_peer};
use super::outputs::Outputs;
use super::seed::parse_seed;
use super::status::Status;
use super::wanted::Wanted;
use crate::record;
use crate::report::{self, LogFilter, LogLayout};
use crate::runner::Outcome;
use crate::traces::Tape;
use crate::worker::{Detail, Isolated, Told};

/// Repeats one run, and shows what happened in it
///
/// The run is that of a test and a seed, or that of a file: a case that `shrink` wrote, or a trace.
#[derive(Args)]
pub(super) struct Arguments {
    /// The test's name, or a piece that only one name has; or, without a seed, the file of a case or a trace
    #[arg(value_name = "TEST|FILE")]
    test: String,
    /// The seed of the run
    #[arg(value_parser = parse_seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Replays a trace of another build of this program too, whose run may be another
    #[arg(long, conflicts_with = "seed")]
    anyway: bool,
    /// Prints the run's events and what is logged, one column for each peer
    #[arg(long)]
    log: bool,
    /// Only events of these kinds: send, deliver, drop, reply, answer, persist, role, start, apply, snapshot,
    /// install, note, log, boot, crash, connect, disconnect, cut, storm, pause, chaos, test and others
    #[arg(long, value_name = "KIND,...", value_delimiter = ',', requires = "log", value_parser = parse_kind)]
    kind: Vec<String>,
    /// Only events of these peers, each with a column, and of the test script
    #[arg(long, value_name = "PEER,...", value_delimiter = ',', requires = "log", value_parser = parse_peer)]
    node: Vec<usize>,
    #[command(flatten)]
    outputs: Outputs,
    /// Writes the outcome as a JSON object to standard output, and what people read to standard error
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let wanted = Wanted::of(&arguments.test, arguments.seed, arguments.anyway, console.advice())?;
    let (test, peers) = (wanted.test, wanted.peers());
    if let Some(file) = wanted.file() {
        console.repeat_file(&file.display().to_string());
    }
    if let Some(&node) = arguments.node.iter().find(|node| **node >= peers) {
        return Err(CliError::NoSuchPeer { node, test: test.name, last: peers - 1 });
    }
    record::check_log_filter()?;
    arguments.outputs.check(wanted.file(), &[])?;
    let mut tape = arguments.outputs.begin()?;
    if let Some(tape) = &mut tape {
        tape.of_steered(&wanted.steering);
    }
    let mut isolated = Isolated::new(console.manners());
    isolated.steer(wanted.steering.clone());
    let outcome = if arguments.log {
        let filter = LogFilter { kinds: arguments.kind.clone(), nodes: arguments.node.clone() };
        replay_with_log(&wanted, &filter, &mut isolated, &mut tape, console)?
    } else {
        console.say(test.heading())?;
        let detail = if tape.is_some() { Detail::Records } else { Detail::Outcome };
        isolated.follow(test, wanted.seed, detail, |told| take(&mut tape, &told))?
    };
    // What the run printed comes before what came of it, however slowly it is read.
    drop(isolated);
    // Before anything is said that nobody may want to read to its end.
    let written = match tape {
        Some(tape) => arguments.outputs.write(tape, &outcome, console)?,
        None => Vec::new(),
    };
    console.say(report::verdict(&outcome, console.advice()))?;
    for line in written {
        console.say(line)?;
    }
    console.tell_outcome(&outcome)?;
    wanted.compare(&outcome, console)
}

/// Keeps a line of a trace.
fn take(tape: &mut Option<Tape>, told: &Told) {
    if let (Some(tape), Told::Record(line)) = (tape, told) {
        tape.push(line);
    }
}

/// Prints the events while they happen: those of a run that comes to a sudden end as well. At the end it is
/// told which of the kinds that were wanted did not occur: it may be what was looked for, or a slip.
fn replay_with_log(
    wanted: &Wanted,
    filter: &LogFilter,
    isolated: &mut Isolated,
    tape: &mut Option<Tape>,
    console: &mut Console,
) -> Result<Outcome, CliError> {
    let layout = if filter.nodes.is_empty() {
        LogLayout::new(wanted.peers(), console.width())
    } else {
        LogLayout::of(filter.nodes.clone(), console.width())
    };
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    let mut is_empty = true;
    let mut printed = console.say(format_args!("{}\n{}", wanted.test.heading(), layout.heading()));
    let detail = if tape.is_some() { Detail::Everything } else { Detail::Events };
    let outcome = isolated.follow(wanted.test, wanted.seed, detail, |told| {
        take(tape, &told);
        let Some(kind) = told.kind() else { return };
        if !kinds.contains(kind) {
            kinds.insert(kind.to_owned());
        }
        let Some(line) = layout.told(&told, filter) else { return };
        is_empty = false;
        if printed.is_ok() {
            printed = console.say(line);
        }
    })?;
    printed?;
    if is_empty {
        console.say(nothing_left(filter, &kinds))?;
    } else if let Some(missing) = not_there(filter, &kinds) {
        console.remark(missing);
    }
    Ok(outcome)
}

/// What is said where no event passes the filter.
fn nothing_left(filter: &LogFilter, kinds: &BTreeSet<String>) -> String {
    let nowhere = if filter.nodes.is_empty() { "" } else { " at these peers" };
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    format!("(no event of this run is of these kinds{nowhere}; its kinds are {})", kinds.join(", "))
}

/// The kinds that are wanted and did not occur, in words.
fn not_there(filter: &LogFilter, kinds: &BTreeSet<String>) -> Option<String> {
    let missing: BTreeSet<&str> =
        filter.kinds.iter().filter(|kind| !kinds.contains(*kind)).map(String::as_str).collect();
    let names: Vec<String> = missing.into_iter().map(|kind| format!("`{kind}`")).collect();
    let (last, others) = names.split_last()?;
    let names = if others.is_empty() { last.clone() } else { format!("{} or {last}", others.join(", ")) };
    Some(format!("no event of this run is of the kind {names}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_that_did_not_occur_are_named() {
        let filter = |kinds: &[&str], nodes: &[usize]| LogFilter {
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            nodes: nodes.to_vec(),
        };
        let there = BTreeSet::from(["role", "send"].map(str::to_owned));
        let said = |wanted: &[&str]| not_there(&filter(wanted, &[]), &there);
        assert_eq!(said(&["role", "send"]), None);
        assert_eq!(said(&["role", "drop"]).as_deref(), Some("no event of this run is of the kind `drop`"));
        let several = "no event of this run is of the kind `crash`, `cut` or `drop`";
        assert_eq!(said(&["drop", "crash", "role", "cut", "drop"]).as_deref(), Some(several));
        let nothing = "(no event of this run is of these kinds at these peers; its kinds are role, send)";
        assert_eq!(nothing_left(&filter(&["drop"], &[1]), &there), nothing);
    }
}
