//! The page that draws a run: one HTML file that needs no other file and no network.
//!
//! # What it models
//! A template gives the page's frame, with what the header says. Between its halves goes the run itself, as
//! JSON that the page's own script reads: chunk after chunk of columns for what has to be drawn, and of
//! details for what is only looked up, so that a long run is neither held in memory here nor parsed at once
//! there.
//!
//! # What it leaves out
//! It draws nothing: that is the script's part, in `page/js`.

mod assets;
mod chunk;
mod columns;
mod escape;
mod frame;

use std::io::{self, Write};

use serde::Serialize;

use crate::record::{Header, Record};
use crate::{ExportError, TraceError};
pub use assets::COLOURS;
use chunk::Chunk;
use escape::Escaped;

/// Writes the page of the run that `header` and `records` tell. It takes the records one by one, and holds
/// only a few thousand of them at a time.
///
/// # Errors
/// The first error of `records`, or of `out`.
pub fn write(
    header: &Header,
    records: impl Iterator<Item = Result<Record, TraceError>>,
    out: &mut impl Write,
) -> Result<(), ExportError> {
    let (before, after) = frame::halves(header).map_err(io::Error::other)?;
    out.write_all(before.as_bytes())?;
    script(out, "id=\"header\"", header)?;
    let mut chunk = Chunk::default();
    for record in records {
        chunk.take(record?).map_err(io::Error::from)?;
        if chunk.is_full() {
            put(out, &mut chunk)?;
        }
    }
    put(out, &mut chunk)?;
    out.write_all(after.as_bytes())?;
    Ok(out.flush()?)
}

fn put(out: &mut impl Write, chunk: &mut Chunk) -> io::Result<()> {
    let (columns, details) = chunk.empty();
    script(out, "class=\"columns\"", &columns)?;
    script(out, "class=\"details\"", &details)
}

/// Writes data where the page's script finds it.
fn script(out: &mut impl Write, attribute: &str, data: &impl Serialize) -> io::Result<()> {
    write!(out, "<script type=\"application/json\" {attribute}>")?;
    serde_json::to_writer(Escaped(&mut *out), data)?;
    out.write_all(b"</script>\n")
}
