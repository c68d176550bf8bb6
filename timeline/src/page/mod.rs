//! The page that draws a run: one HTML file that needs no other file and no network.
//!
//! # What it models
//! A template gives the page's frame, with what the header says. Between its halves goes the run itself, as
//! JSON that the page's own script reads: chunk after chunk of columns for what has to be drawn, and of details
//! for what is only looked up, so that a long run is neither held in memory here nor parsed at once there.
//!
//! # What it leaves out
//! It draws nothing: that is the script's part, in `page/js`.

mod assets;
mod chunk;
mod columns;
mod escape;
mod frame;

use std::error::Error;
use std::io::{self, Write};

use serde::Serialize;
use thiserror::Error;

use crate::record::{Header, Record};
use chunk::Chunk;
use escape::Escaped;

/// Why a page could not be written.
#[derive(Debug, Error)]
pub enum PageError {
    /// The records could not be had.
    #[error(transparent)]
    Record(Box<dyn Error + Send + Sync>),
    /// The page could not be written.
    #[error("the page could not be written: {0}")]
    Write(#[from] io::Error),
    /// A record could not be told as JSON.
    #[error("a record could not be told as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The frame of the page could not be filled in.
    #[error("the frame of the page could not be filled in: {0}")]
    Frame(#[from] askama::Error),
}

/// Writes the page of the run that `header` and `records` tell. It takes the records one by one, and holds only
/// a few thousand of them at a time.
///
/// # Errors
/// The first error of `records`, or of `out`.
pub fn write<E: Into<Box<dyn Error + Send + Sync>>>(
    header: &Header,
    records: impl IntoIterator<Item = Result<Record, E>>,
    out: &mut impl Write,
) -> Result<(), PageError> {
    let (before, after) = frame::halves(header)?;
    out.write_all(before.as_bytes())?;
    script(out, "id=\"header\"", header)?;
    let mut chunk = Chunk::default();
    for record in records {
        chunk.take(record.map_err(|error| PageError::Record(error.into()))?)?;
        if chunk.is_full() {
            put(out, &mut chunk)?;
        }
    }
    put(out, &mut chunk)?;
    out.write_all(after.as_bytes())?;
    Ok(out.flush()?)
}

fn put(out: &mut impl Write, chunk: &mut Chunk) -> Result<(), PageError> {
    let (columns, details) = chunk.empty();
    script(out, "class=\"columns\"", &columns)?;
    script(out, "class=\"details\"", &details)
}

/// Writes data where the page's script finds it.
fn script(out: &mut impl Write, attribute: &str, data: &impl Serialize) -> Result<(), PageError> {
    write!(out, "<script type=\"application/json\" {attribute}>")?;
    serde_json::to_writer(Escaped(&mut *out), data)?;
    Ok(out.write_all(b"</script>\n")?)
}
