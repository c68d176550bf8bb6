//! The files that a replayed run is written to, beside what is printed of it.

use std::path::{Path, PathBuf};

use clap::Args;

use super::CliError;
use super::console::Console;
use crate::hunt;
use crate::record::Tape;
use crate::runner::Outcome;

/// Which files are to be written.
#[derive(Args)]
pub(super) struct Outputs {
    /// Writes all that happened into FILE, one JSON object a line: `lab view` makes pictures of it
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
}

impl Outputs {
    /// Whether none is wanted.
    pub(super) const fn is_empty(&self) -> bool {
        self.trace.is_none()
    }

    /// A trace to begin with; none if nothing is made of it.
    ///
    /// # Errors
    /// There is no place for it.
    pub(super) fn begin(&self) -> Result<Option<Tape>, CliError> {
        if self.is_empty() {
            return Ok(None);
        }
        let target = self.trace.as_deref();
        Tape::new(target)
            .map(Some)
            .map_err(|source| file(target.unwrap_or(Path::new("a temporary file")), source))
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
        let temporary = Path::new("a temporary file");
        let target = self.trace.as_deref().unwrap_or(temporary);
        let whole = tape.finish(outcome, build, console.advice()).map_err(|source| file(target, source))?;
        let mut written = Vec::new();
        if let Some(path) = &self.trace {
            whole.keep(path).map_err(|source| file(path, source))?;
            written.push(format!("  trace: {}", path.display()));
        }
        Ok(written)
    }
}

fn file(path: &Path, source: std::io::Error) -> CliError {
    CliError::File { path: path.to_owned(), source }
}
