//! `lab plan`: what a seed draws for a test of the chaos suite.

use clap::Args;

use super::CliError;
use super::console::Console;
use super::seed::parse_seed;
use super::status::Status;
use crate::select;

/// Prints the plan that a seed draws for a test of the chaos suite (part X)
///
/// A plan is a world and a list of timed faults. Some scenarios are scripts: theirs tells only of the world
/// that they begin in, and their steps stand in their source, in tester/src/chaos/scenarios.
#[derive(Args)]
pub(super) struct Arguments {
    /// The test's name, or a piece that only one name has
    test: String,
    /// The seed
    #[arg(value_parser = parse_seed, allow_negative_numbers = true)]
    seed: u64,
    /// Writes the plan as a JSON object to standard output, and what people read to standard error
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let test = select::find(&arguments.test)?;
    let plan = test.plan(arguments.seed).ok_or(CliError::NoPlan { test: test.name })?;
    console.say(format_args!("Test ({}): {}, seed {}\n{plan}", test.part, test.title, arguments.seed))?;
    if test.is_script() {
        console.say("what happens in this world is a script's: see tester/src/chaos/scenarios")?;
    }
    console.tell(|| serde_json::to_string(&plan).expect("a plan is plain data"))?;
    Ok(Status::Passed)
}
