//! `zoo table`: of every bug, by what it is caught, how soon, and on which rule it is blamed.

mod census;
mod print;
mod row;
mod sampling;

use std::process::ExitCode;
use std::str::FromStr as _;
use std::thread;

use clap::Args;
use tester::survey;

use self::census::Census;
use self::sampling::Effort;
use crate::bugs::{self, Bug, Specimen};

/// What the table is made of.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub struct Arguments {
    /// How many seeds are tried for a bug that is not caught sooner
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
    /// Runs all N seeds of every bug, and not only 50 of those that are caught by then
    #[arg(long, conflicts_with = "quick")]
    full: bool,
    /// Runs only the tests that catch each bug best, and three seeds of them if that is enough
    #[arg(long)]
    quick: bool,
    /// How many runs at a time [default: one for each core]
    #[arg(long, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Only this bug; may be given several times
    #[arg(long = "bug", value_name = "BUG", value_parser = Bug::from_str)]
    bugs: Vec<Bug>,
    /// Writes one JSON object a bug
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Writes the table as Markdown
    #[arg(long)]
    markdown: bool,
}

impl Arguments {
    fn effort(&self) -> Effort {
        let seeds = self.seeds;
        if self.full {
            Effort::Full { seeds }
        } else if self.quick {
            Effort::Quick { seeds }
        } else {
            Effort::Usual { seeds }
        }
    }

    fn jobs(&self) -> usize {
        self.jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from)
    }
}

/// Does what the command line asks for; the exit status of the program: 1 if a bug survives or is blamed on a
/// wrong rule, 3 if the harness fails.
pub fn execute(arguments: &Arguments) -> ExitCode {
    let is_wanted =
        |specimen: &&Specimen| arguments.bugs.is_empty() || arguments.bugs.contains(&specimen.bug);
    let mut census = Census::new(bugs::all().filter(is_wanted), arguments.effort());
    if let Err(error) = survey::survey(arguments.jobs(), &mut census) {
        crate::complain(&error);
        return ExitCode::from(3);
    }
    let rows = census.rows();
    let text = if arguments.json {
        print::json(&rows)
    } else if arguments.markdown {
        print::markdown(&rows)
    } else {
        print::table(&rows)
    };
    if let Err(error) = crate::print(&text) {
        return crate::complain(&error);
    }
    ExitCode::from(u8::from(!rows.iter().all(row::Row::is_as_it_should_be)))
}
