//! Writing a trace whose header is known only when the run is over.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use crate::record::{Header, Record};
use crate::replace;
use crate::write::{self, Writer};

/// Collects the lines of a trace in a temporary file, until its header is known. The file has no name: it is
/// gone when the assembler is dropped, and also when the program is killed.
pub struct Assembler {
    body: BufWriter<File>,
    /// Where its files are; none for wherever the system keeps them.
    directory: Option<PathBuf>,
    lines: u64,
}

impl Assembler {
    /// A trace that is only to be read back.
    pub fn anywhere() -> io::Result<Self> {
        Self::new(None)
    }

    /// A trace that is to be kept as `target`: its temporary files are on the same disk.
    pub fn beside(target: &Path) -> io::Result<Self> {
        Self::new(replace::directory_of(target)?)
    }

    fn new(directory: Option<PathBuf>) -> io::Result<Self> {
        let body = BufWriter::new(replace::draft(directory.as_deref())?);
        Ok(Self { body, directory, lines: 0 })
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
        body.rewind()?;
        let mut out = BufWriter::new(replace::draft(self.directory.as_deref())?);
        write::put(&mut out, &Record::Header(Box::new(header.clone())))?;
        io::copy(&mut body, &mut out)?;
        let out = Writer::go_on(out, self.lines + 1).finish()?;
        Ok(Assembled { whole: out.into_inner().map_err(io::IntoInnerError::into_error)? })
    }
}

/// A whole trace in a temporary file, which is gone unless it is kept.
pub struct Assembled {
    whole: File,
}

impl Assembled {
    /// Reads it from its beginning: for a [`Reader`](crate::Reader). One reader at a time: the next one begins
    /// anew for all.
    pub fn read(&self) -> io::Result<BufReader<File>> {
        let mut file = self.whole.try_clone()?;
        file.rewind()?;
        Ok(BufReader::new(file))
    }

    /// Gives it its name, in one step: whatever stood there is replaced.
    pub fn keep(mut self, target: &Path) -> io::Result<()> {
        replace::keep(&mut self.whole, target)
    }
}
