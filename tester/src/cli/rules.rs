//! `lab rules`: what the rules are that failures name.

use clap::Args;

use super::CliError;
use super::console::Console;
use super::status::Status;
use super::table;
use crate::report;
use crate::rules::{self, Card};

/// Explains rules: what they protect, where to read about them, how they are usually broken
#[derive(Args)]
pub(super) struct Arguments {
    /// A rule's name or a piece of it; without one, the names of all rules
    #[arg(value_name = "RULE")]
    rules: Vec<String>,
    /// Prints all rules as a page of Markdown
    #[arg(long, conflicts_with_all = ["rules", "json"])]
    markdown: bool,
    /// Writes one JSON object a rule to standard output
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let cards = rules::search(&arguments.rules)?;
    let hints = console.advice().hints();
    if arguments.markdown {
        console.say(report::cards_page(hints))?;
    } else if console.is_read_by_programs() {
        for card in cards {
            console.tell(|| report::json_of_card(card, hints))?;
        }
    } else if arguments.rules.is_empty() {
        console.say(table(&cards, console.width()))?;
    } else {
        let told: Vec<String> = cards.into_iter().map(|card| report::card(card, hints)).collect();
        console.say(told.join("\n\n"))?;
    }
    Ok(Status::Passed)
}

/// Names and titles.
fn table(cards: &[&Card], width: Option<usize>) -> String {
    let mut table = table::with_headings(&["rule", "what it says"], width);
    for card in cards {
        table.add_row([card.rule, card.title]);
    }
    table::text(table)
}
