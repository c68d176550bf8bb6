//! Writing a trace whose header is known beforehand.

use std::io::{self, Write};

use crate::record::{End, Header, Record};

/// Writes a trace line by line. One that is dropped before [`finish`](Self::finish) leaves a trace that is
/// cut off, and that no reader takes for a whole one.
pub struct Writer<W> {
    out: W,
    lines: u64,
}

impl<W: Write> Writer<W> {
    /// Writes the header.
    pub fn new(out: W, header: &Header) -> io::Result<Self> {
        let mut writer = Self { out, lines: 0 };
        writer.record(&Record::Header(Box::new(header.clone())))?;
        Ok(writer)
    }

    /// Writes a record: anything but a header and an end.
    pub fn record(&mut self, record: &Record) -> io::Result<()> {
        put(&mut self.out, record)?;
        self.lines += 1;
        Ok(())
    }

    /// Writes the end, and hands the output back, flushed.
    pub fn finish(mut self) -> io::Result<W> {
        put(&mut self.out, &Record::End(End { lines: self.lines }))?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// Takes the number of lines for written that `out` has already got.
    pub(crate) const fn go_on(out: W, lines: u64) -> Self {
        Self { out, lines }
    }
}

/// Writes one line.
pub(crate) fn put(out: &mut impl Write, record: &Record) -> io::Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    out.write_all(b"\n")
}
