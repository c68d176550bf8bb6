//! Writing a trace whose header is known only when the run is over.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::record::{Header, Record};
use crate::replace;
use crate::write::{self, Writer};

/// Collects the lines of a trace in a temporary file, until its header is known.
pub struct Assembler {
    body: BufWriter<NamedTempFile>,
    lines: u64,
}

impl Assembler {
    /// A trace that is only to be read back.
    pub fn anywhere() -> io::Result<Self> {
        Ok(Self::new(replace::anywhere()?))
    }

    /// A trace that is to be kept as `target`: its temporary files stand in the same directory, and are gone
    /// again when it is dropped.
    pub fn beside(target: &Path) -> io::Result<Self> {
        Ok(Self::new(replace::beside(target)?))
    }

    fn new(body: NamedTempFile) -> Self {
        Self { body: BufWriter::new(body), lines: 0 }
    }

    /// Adds a record: anything but a header and an end.
    pub fn record(&mut self, record: &Record) -> io::Result<()> {
        write::put(&mut self.body, record)?;
        self.lines += 1;
        Ok(())
    }

    /// Adds a record that is JSON already, without the end of the line.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        self.body.write_all(line.as_bytes())?;
        self.body.write_all(b"\n")?;
        self.lines += 1;
        Ok(())
    }

    /// How many records there are.
    pub const fn len(&self) -> u64 {
        self.lines
    }

    /// Whether there is no record yet.
    pub const fn is_empty(&self) -> bool {
        self.lines == 0
    }

    /// Puts the header before the lines and the end after them.
    pub fn finish(self, header: &Header) -> io::Result<Assembled> {
        let mut body = self.body.into_inner().map_err(io::IntoInnerError::into_error)?;
        body.seek(SeekFrom::Start(0))?;
        let directory = body.path().parent().unwrap_or(Path::new("."));
        let whole = replace::beside(&directory.join("trace"))?;
        let mut out = BufWriter::new(whole.reopen()?);
        write::put(&mut out, &Record::Header(Box::new(header.clone())))?;
        io::copy(&mut body, &mut out)?;
        Writer::go_on(out, self.lines + 1).finish()?;
        Ok(Assembled { whole })
    }
}

/// A whole trace in a temporary file, which is deleted unless it is kept.
pub struct Assembled {
    whole: NamedTempFile,
}

impl Assembled {
    /// Reads it from its beginning: for a [`Reader`](crate::Reader).
    pub fn read(&self) -> io::Result<BufReader<File>> {
        self.whole.reopen().map(BufReader::new)
    }

    /// Gives it its name, in one step: whatever stood there is replaced. `target` is to be in the directory
    /// that the assembler was told.
    pub fn keep(self, target: &Path) -> io::Result<()> {
        replace::keep(self.whole, target)
    }
}
