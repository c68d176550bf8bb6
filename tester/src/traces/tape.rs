//! The lines of a trace on their way into a file: the header, which comes first, is known last.

use std::io;
use std::path::Path;

use timeline::record::{Mark, Record};
use timeline::{Assembled, Assembler};

use super::header::header;
use crate::report::Advice;
use crate::runner::Outcome;
use crate::steering::Steering;

/// How the line of a panic ends, which tells it from others without reading them.
const PANIC: &str = "\"kind\":\"panic\",\"data\":{}}";
/// How the lines of events begin.
const EVENT: &str = "{\"type\":\"event\",";

/// The lines of a trace that waits for its header.
pub(crate) struct Tape {
    assembler: Assembler,
    /// What the run is told beyond its test and its seed.
    steering: Steering,
    /// How many of the lines are events.
    events: u64,
    /// The events that somebody has found to matter.
    marks: Vec<Mark>,
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
        Ok(Self {
            assembler,
            events: 0,
            steering: Steering::default(),
            marks: Vec::new(),
            panicked: None,
            trouble: None,
        })
    }

    /// It is the trace of a run that is told this.
    pub(crate) fn of_steered(&mut self, steering: &Steering) {
        self.steering.clone_from(steering);
    }

    /// Marks events that matter.
    pub(crate) fn mark(&mut self, marks: Vec<Mark>) {
        self.marks = marks;
    }

    /// Adds a line. What cannot be written is told at the end.
    pub(crate) fn push(&mut self, line: &str) {
        if self.trouble.is_some() {
            return;
        }
        self.events += u64::from(line.starts_with(EVENT));
        if line.ends_with(PANIC)
            && let Ok(Record::Event(event)) = serde_json::from_str(line)
        {
            self.panicked.get_or_insert(event.id);
        }
        self.trouble = self.assembler.line(line).err();
    }

    /// How many lines there are.
    pub(crate) const fn lines(&self) -> u64 {
        self.assembler.len()
    }

    /// The trace of the run that came to `outcome`, done by the program `build`.
    ///
    /// # Errors
    /// It could not be written.
    pub(crate) fn finish(self, outcome: &Outcome, build: String, advice: &Advice) -> io::Result<Assembled> {
        if let Some(error) = self.trouble {
            return Err(error);
        }
        let mut header = header(outcome, build, advice, self.panicked, &self.steering);
        // Whoever ended in the middle of a run has not counted to its end.
        header.events = header.events.max(self.events);
        header.marks = self.marks;
        self.assembler.finish(&header)
    }
}
