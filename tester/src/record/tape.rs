//! The lines of a trace on their way into a file: the header, which comes first, is known last.

use std::io;
use std::path::Path;

use timeline::record::Record;
use timeline::{Assembled, Assembler};

use super::header;
use crate::report::Advice;
use crate::runner::Outcome;

/// How the line of a panic can be told without reading it.
const PANIC: &str = "\"kind\":\"panic\"";

/// The lines of a trace that waits for its header.
pub(crate) struct Tape {
    assembler: Assembler,
    /// The event at which the code panicked.
    panicked: Option<u64>,
    /// Why no more could be written, if so.
    trouble: Option<io::Error>,
}

impl Tape {
    /// A trace that is to be kept as `target`, or only to be read back.
    ///
    /// # Errors
    /// There is no place for it.
    pub(crate) fn new(target: Option<&Path>) -> io::Result<Self> {
        let assembler = target.map_or_else(Assembler::anywhere, Assembler::beside)?;
        Ok(Self { assembler, panicked: None, trouble: None })
    }

    /// Adds a line. What cannot be written is told at the end.
    pub(crate) fn push(&mut self, line: &str) {
        if self.trouble.is_some() {
            return;
        }
        if line.contains(PANIC)
            && let Ok(Record::Event(event)) = serde_json::from_str(line)
        {
            self.panicked.get_or_insert(event.id);
        }
        self.trouble = self.assembler.line(line).err();
    }

    /// The trace of the run that came to `outcome`, done by the program `build`.
    ///
    /// # Errors
    /// It could not be written.
    pub(crate) fn finish(self, outcome: &Outcome, build: String, advice: &Advice) -> io::Result<Assembled> {
        match self.trouble {
            Some(error) => Err(error),
            None => self.assembler.finish(&header(outcome, build, advice, self.panicked)),
        }
    }
}
