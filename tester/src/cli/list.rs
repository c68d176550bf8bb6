//! `lab list`: the tests, with part, title, peers and faults.

use clap::Args;
use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, Table, presets};

use super::CliError;
use super::console::Console;
use super::status::Status;
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

/// The table as text, without spaces at the ends of lines.
fn table(width: Option<usize>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if let Some(width) = width.and_then(|width| u16::try_from(width).ok()) {
        table.set_width(width);
    }
    let headings = ["test", "part", "title", "peers", "faults"];
    table.set_header(headings.map(|heading| Cell::new(heading).add_attribute(Attribute::Bold)));
    for test in suite::all() {
        table.add_row([
            Cell::new(test.name),
            Cell::new(test.part),
            Cell::new(test.title),
            Cell::new(test.peers_label()).set_alignment(CellAlignment::Right),
            Cell::new(test.faults),
        ]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}
