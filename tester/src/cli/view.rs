//! `lab view`: a trace as something to look at.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use timeline::record::Header;
use timeline::{ExportError, TraceError};

use super::CliError;
use super::console::Console;
use super::size::Size;
use super::status::Status;
use super::targets;
use crate::traces::Form;

/// Makes a trace into something to look at
///
/// `lab replay TEST SEED --trace FILE` writes traces. At least one output is to be named; what is there
/// already under its name is replaced.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("output").required(true).multiple(true))]
pub(super) struct Arguments {
    /// The trace
    trace: PathBuf,
    /// Writes a page that draws the run: it opens in any browser, and needs no network
    #[arg(long, value_name = "FILE", group = "output")]
    html: Option<PathBuf>,
    /// Writes the run for Perfetto (<https://ui.perfetto.dev>) and other readers of Chrome's trace events
    #[arg(long, value_name = "FILE", group = "output")]
    perfetto: Option<PathBuf>,
    /// Writes the run's log for `ShiViz` (<https://bestchai.bitbucket.io/shiviz>), with vector clocks
    #[arg(long, value_name = "FILE", group = "output")]
    shiviz: Option<PathBuf>,
    /// Writes a JSON object for each file written to standard output, and what people read to standard error
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let Arguments { trace, html, perfetto, shiviz, .. } = arguments;
    let wanted = [(Form::Html, html), (Form::Perfetto, perfetto), (Form::ShiViz, shiviz)];
    let targets: Vec<&Path> = wanted.iter().filter_map(|(_, target)| target.as_deref()).collect();
    targets::check(Some(trace), &targets)?;
    for (form, target) in wanted {
        let Some(target) = target else { continue };
        let header = make(trace, form, target)?;
        let bytes = fs::metadata(target).map_or(0, |file| file.len());
        let (target, size) = (target.display(), Size(bytes));
        let Header { test, seed, events, .. } = header;
        console.say(format_args!("{target} ({size}) shows {test}, seed {seed}, {events} events: {form}"))?;
        console.tell(|| {
            let written = target.to_string();
            json!({"written": written, "form": form.name(), "bytes": bytes, "test": test, "seed": seed})
                .to_string()
        })?;
    }
    Ok(Status::Passed)
}

/// Reads the trace once, and writes what comes of it on the way.
fn make(trace: &Path, form: Form, target: &Path) -> Result<Header, CliError> {
    let unread = |source| CliError::Trace { path: trace.to_owned(), source };
    let file = File::open(trace).map_err(|error| unread(TraceError::Io(error)))?;
    form.make(BufReader::new(file), target).map_err(|error| match error {
        ExportError::Trace(source) => unread(source),
        ExportError::Write(source) => CliError::File { path: target.to_owned(), source },
    })
}
