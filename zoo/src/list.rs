//! `zoo list`: the bugs, with what they do and what comes of it.

use std::process::ExitCode;

use clap::Args;
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

use crate::bugs::{self, Origin, Specimen};
use crate::variants::{self, Variant};

/// How the bugs are listed.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Writes one JSON object a line
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Writes the bugs as a table in Markdown
    #[arg(long)]
    markdown: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    bug: &'a str,
    part: String,
    course_notes: bool,
    mistake: &'a str,
    breaks: &'a str,
    right_rules: &'a [&'a str],
}

/// Does what the command line asks for; the exit status of the program.
pub fn execute(arguments: &Arguments) -> ExitCode {
    let text = if arguments.json {
        bugs::all().map(json).collect::<Vec<_>>().join("\n")
    } else if arguments.markdown {
        markdown()
    } else {
        let marked = "† from the notes of the course that this project grew from";
        format!("{}\n{marked}\n\nsound variants\n{}", table(), sound_variants())
    };
    crate::print(&text).map_or_else(|error| crate::complain(&error), |()| ExitCode::SUCCESS)
}

fn markdown() -> String {
    let line = |specimen: &Specimen| {
        let Specimen { part, mistake, breaks, .. } = specimen;
        format!("| {} | {part} | {mistake} | {breaks} |", specimen.marked_id())
    };
    let head = "| bug | about | what the peer does | what comes of it |\n|---|---|---|---|";
    format!("{head}\n{}", bugs::all().map(line).collect::<Vec<_>>().join("\n"))
}

fn sound_variants() -> String {
    let line = |variant: &Variant| format!("{:<8}{}", variant.id, variant.about);
    variants::ALL.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn json(specimen: &Specimen) -> String {
    let line = Line {
        bug: specimen.id,
        part: specimen.part.to_string(),
        course_notes: specimen.origin == Origin::CourseNotes,
        mistake: specimen.mistake,
        breaks: specimen.breaks,
        right_rules: specimen.right_rules,
    };
    serde_json::to_string(&line).expect("plain fields always serialise")
}

fn table() -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["bug", "about", "what the peer does", "what comes of it"]);
    for specimen in bugs::all() {
        let Specimen { part, mistake, breaks, .. } = specimen;
        table.add_row([&specimen.marked_id(), &part.to_string(), *mistake, *breaks]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}
