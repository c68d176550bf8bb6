//! Traces as something to look at.

use std::fmt;
use std::io::BufRead;
use std::path::Path;

use timeline::record::Header;
use timeline::replace::replace;
use timeline::{ExportError, Reader, page, perfetto, shiviz};

/// What a trace can be made into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A page that draws the run.
    Html,
    /// Chrome's trace events, for Perfetto.
    Perfetto,
    /// A log with vector clocks, for `ShiViz`.
    ShiViz,
}

impl Form {
    /// Its name for programs.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Perfetto => "perfetto",
            Self::ShiViz => "shiviz",
        }
    }

    /// Makes the trace into this, in the file `target`: whole, or not at all.
    ///
    /// # Errors
    /// The trace is damaged, or the file cannot be written.
    pub(crate) fn make(self, trace: impl BufRead, target: &Path) -> Result<Header, ExportError> {
        let (header, records) = Reader::new(trace)?;
        replace(target, |out| match self {
            Self::Html => page::write(&header, records, out),
            Self::Perfetto => perfetto::write(&header, records, out),
            Self::ShiViz => shiviz::write(&header, records, out),
        })?;
        Ok(header)
    }
}

/// How it is looked at.
impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Html => "open it in a browser",
            Self::Perfetto => "open it at https://ui.perfetto.dev",
            Self::ShiViz => "open it at https://bestchai.bitbucket.io/shiviz",
        })
    }
}
