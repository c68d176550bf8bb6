//! Reading a trace, one line at a time.

use std::io::{BufRead, Read as _};
use std::str;

use serde::Deserialize;

use crate::TraceError;
use crate::order::{Order, damaged};
use crate::record::{End, FORMAT, Header, Record, VERSION};

/// More bytes than any line has. What is longer is no line of a trace, and shall not fill the memory.
const LINE_MAX: u64 = 64 << 20;

/// As many peers as a test can have. Whoever draws a run has a place for each of them.
const PEERS_MAX: usize = 64;

/// The records of a trace after its header, in order, as an iterator. It ends after the last one, or after
/// the first error; the line of type `end` is looked at, and not handed on.
///
/// What it hands on has been checked: events' numbers go up, causes stand before what comes of them, time
/// does not run backwards, and every peer that a record names is one that the header counts. What the header
/// itself says of events, peers and times is taken as it is.
pub struct Reader<R> {
    input: R,
    line: Vec<u8>,
    /// How many lines have been read.
    lines: u64,
    order: Order,
    is_over: bool,
}

/// What a header of any version has.
#[derive(Deserialize)]
struct Probe {
    r#type: String,
    format: String,
    version: u64,
}

impl<R: BufRead> Reader<R> {
    /// Reads the header.
    pub fn new(mut input: R) -> Result<(Header, Self), TraceError> {
        let mut line = Vec::new();
        if !read_line(&mut input, &mut line)? && line.is_empty() {
            return Err(TraceError::NotATrace("the file is empty".to_owned()));
        }
        if is_too_long(&line) {
            return Err(TraceError::NotATrace("it is too long for any line of a trace".to_owned()));
        }
        let header = header(&line)?;
        let order = Order::new(&header);
        Ok((header, Self { input, line, lines: 1, order, is_over: false }))
    }

    fn read(&mut self) -> Result<Option<Record>, TraceError> {
        let is_whole = read_line(&mut self.input, &mut self.line)?;
        let number = self.lines + 1;
        let record = match parse(&self.line) {
            Err(what) if is_too_long(&self.line) => return Err(damaged(number, what)),
            // What a write that was interrupted left of a line, or nothing at all.
            Err(_) if !is_whole => return Err(TraceError::CutOff { line: self.lines }),
            Err(what) => return Err(damaged(number, what)),
            Ok(record) => record,
        };
        self.order.admit(number, &record)?;
        if let Record::End(End { lines }) = record {
            return self.end(lines).map(|()| None);
        }
        self.lines = number;
        Ok(Some(record))
    }

    /// The last line says that `lines` stand before it.
    fn end(&mut self, lines: u64) -> Result<(), TraceError> {
        let (number, before) = (self.lines + 1, self.lines);
        if lines != before {
            let what = format!("it says that {lines} lines stand before it, and {before} do");
            return Err(damaged(number, what));
        }
        read_line(&mut self.input, &mut self.line)?;
        if self.line.is_empty() { Ok(()) } else { Err(TraceError::AfterEnd { line: number + 1 }) }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, TraceError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.read().transpose();
        self.is_over = !matches!(next, Some(Ok(_)));
        next
    }
}

/// Reads the next line, without its end. Whether it had one.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool, TraceError> {
    line.clear();
    input.take(LINE_MAX).read_until(b'\n', line)?;
    let is_whole = line.last() == Some(&b'\n');
    if is_whole {
        line.pop();
    }
    Ok(is_whole)
}

/// Whether it was read only in part: more than that nobody keeps.
const fn is_too_long(line: &[u8]) -> bool {
    line.len() as u64 >= LINE_MAX
}

fn header(line: &[u8]) -> Result<Header, TraceError> {
    let probe: Probe = serde_json::from_slice(line).map_err(|error| TraceError::NotATrace(words(&error)))?;
    if probe.r#type != "header" || probe.format != FORMAT {
        return Err(TraceError::NotATrace(format!("its format is `{}`", probe.format)));
    }
    if probe.version != u64::from(VERSION) {
        return Err(TraceError::Version { found: probe.version });
    }
    match parse(line) {
        Ok(Record::Header(header)) if !(1..=PEERS_MAX).contains(&header.peers) => {
            Err(damaged(1, format!("it tells of {} peers, and a test has 1 to {PEERS_MAX}", header.peers)))
        }
        Ok(Record::Header(header)) => Ok(*header),
        Ok(_) => Err(damaged(1, "it is no header".to_owned())),
        Err(what) => Err(damaged(1, what)),
    }
}

/// The record on a line, or what is wrong with the line.
fn parse(line: &[u8]) -> Result<Record, String> {
    if is_too_long(line) {
        return Err("it is too long for any line of a trace".to_owned());
    }
    let text = str::from_utf8(line).map_err(|_| "it is not text".to_owned())?;
    if text.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    serde_json::from_str(text).map_err(|error| words(&error))
}

/// What the parser has to say, with the column and without the line, of which it sees only one.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((what, _)) if error.is_data() => what.to_owned(),
        Some((what, _)) => format!("{what} at column {}", error.column()),
        None => text,
    }
}
