//! The lines of a trace on their way into a file: the header, which comes first, is known last.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use timeline::record::{End, Record};

use super::header;
use crate::report::Advice;
use crate::runner::Outcome;

/// How the line of a panic can be told without reading it.
const PANIC: &str = "\"kind\":\"panic\"";

/// The lines of a trace that waits for its header.
#[derive(Default)]
pub(crate) struct Tape {
    lines: Vec<String>,
    /// The event at which the code panicked.
    panicked: Option<u64>,
}

impl Tape {
    /// Adds a line.
    pub(crate) fn push(&mut self, line: String) {
        if line.contains(PANIC)
            && let Ok(Record::Event(event)) = serde_json::from_str(&line)
        {
            self.panicked.get_or_insert(event.id);
        }
        self.lines.push(line);
    }

    /// Writes the trace of the run that came to `outcome`.
    pub(crate) fn write(
        &self,
        path: &Path,
        outcome: &Outcome,
        build: String,
        advice: &Advice,
    ) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        let first = Record::Header(Box::new(header(outcome, build, advice, self.panicked)));
        writeln!(file, "{}", serde_json::to_string(&first)?)?;
        for line in &self.lines {
            writeln!(file, "{line}")?;
        }
        let last = Record::End(End { lines: self.lines.len() as u64 + 1 });
        writeln!(file, "{}", serde_json::to_string(&last)?)?;
        file.flush()
    }
}
