//! `lab list`: the tests, with part, title, peers and faults.

use clap::Args;
use comfy_table::{Cell, CellAlignment};

use super::CliError;
use super::console::Console;
use super::status::Status;
use super::table;
use crate::report;
use crate::suite;

/// Lists the tests, with part, title, peers and faults
#[derive(Args)]
pub(super) struct Arguments {
    /// Writes one JSON object a line to standard output
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn execute(console: &mut Console) -> Result<Status, CliError> {
    if console.is_read_by_programs() {
        for test in suite::all() {
            console.tell(|| report::json_of_test(test))?;
        }
    } else {
        console.say(table(console.width()))?;
    }
    Ok(Status::Passed)
}

fn table(width: Option<usize>) -> String {
    let mut table = table::with_headings(&["test", "part", "title", "peers", "faults"], width);
    for test in suite::all() {
        table.add_row([
            Cell::new(test.name),
            Cell::new(test.part),
            Cell::new(test.title),
            Cell::new(test.peers_label()).set_alignment(CellAlignment::Right),
            Cell::new(test.faults),
        ]);
    }
    table::text(table)
}
