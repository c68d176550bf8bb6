//! The files that a replayed run is written to, beside what is printed of it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use timeline::ExportError;

use super::CliError;
use super::console::Console;
use super::size::Size;
use super::targets;
use crate::hunt;
use crate::runner::Outcome;
use crate::traces::{Form, Tape};

/// Which files are to be written. What is there already under their names is replaced.
#[derive(Args)]
pub(super) struct Outputs {
    /// Writes all that happened, as a trace: one JSON object a line, for `lab view` and other programs
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Writes a page that draws the run: it opens in any browser, and needs no network
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Writes the run for Perfetto (<https://ui.perfetto.dev>) and other readers of Chrome's trace events
    #[arg(long, value_name = "FILE")]
    perfetto: Option<PathBuf>,
    /// Writes the run's log for `ShiViz` (<https://bestchai.bitbucket.io/shiviz>), with vector clocks
    #[arg(long, value_name = "FILE")]
    shiviz: Option<PathBuf>,
}

impl Outputs {
    /// That all of them can be written beside `others`, without taking away what is read.
    ///
    /// # Errors
    /// They cannot.
    pub(super) fn check(&self, reads: Option<&Path>, others: &[&Path]) -> Result<(), CliError> {
        let mut writes = others.to_vec();
        writes.extend(self.trace.as_deref());
        writes.extend(self.pictures().map(|(_, path)| path));
        targets::check(reads, &writes)
    }

    /// A trace to begin with; none if nothing is to be written.
    ///
    /// # Errors
    /// There is no place for it.
    pub(super) fn begin(&self) -> Result<Option<Tape>, CliError> {
        if self.trace.is_none() && self.pictures().next().is_none() {
            return Ok(None);
        }
        Tape::new(self.trace.as_deref()).map(Some).map_err(|source| file(self.place(), source))
    }

    /// Writes the files. What was written, in lines for people.
    ///
    /// # Errors
    /// A file cannot be written.
    pub(super) fn write(
        &self,
        tape: Tape,
        outcome: &Outcome,
        console: &Console,
    ) -> Result<Vec<String>, CliError> {
        let build = hunt::build().map_err(CliError::Build)?;
        let whole =
            tape.finish(outcome, build, console.advice()).map_err(|source| file(self.place(), source))?;
        let mut lines = Vec::new();
        for (form, path) in self.pictures() {
            let trace = whole.read().map_err(|source| file(self.place(), source))?;
            form.make(trace, path).map_err(|error| match error {
                ExportError::Trace(source) => CliError::Trace { path: self.place().to_owned(), source },
                ExportError::Write(source) => file(path, source),
            })?;
            lines.push(line(form.name(), path, &form.to_string()));
        }
        if let Some(path) = &self.trace {
            whole.keep(path).map_err(|source| file(path, source))?;
            lines.insert(0, line("trace", path, "`lab view` makes pictures of it"));
        }
        Ok(lines)
    }

    /// Where the trace goes.
    fn place(&self) -> &Path {
        self.trace.as_deref().unwrap_or(Path::new("a temporary file"))
    }

    fn pictures(&self) -> impl Iterator<Item = (Form, &Path)> {
        let wanted =
            [(Form::Html, &self.html), (Form::Perfetto, &self.perfetto), (Form::ShiViz, &self.shiviz)];
        wanted.into_iter().filter_map(|(form, path)| Some((form, path.as_deref()?)))
    }
}

fn line(what: &str, path: &Path, advice: &str) -> String {
    let size = Size(fs::metadata(path).map_or(0, |file| file.len()));
    format!("  {what}: {} ({size}): {advice}", path.display())
}

fn file(path: &Path, source: io::Error) -> CliError {
    CliError::File { path: path.to_owned(), source }
}
