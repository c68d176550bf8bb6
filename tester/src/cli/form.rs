//! What a trace can be made into, to be looked at.

use std::fmt;
use std::io::{BufRead, Write};

use timeline::record::Header;
use timeline::{ExportError, Reader, page, perfetto, shiviz};

/// What a trace can be made into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The page that draws the run.
    Page,
    /// Chrome's trace events.
    Perfetto,
    /// A log with vector clocks.
    ShiViz,
}

impl Form {
    /// Its name for programs: that of the option that asks for it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Page => "html",
            Self::Perfetto => "perfetto",
            Self::ShiViz => "shiviz",
        }
    }

    /// Writes what comes of the records of this trace, one by one.
    ///
    /// # Errors
    /// The trace is not whole, or `out` takes no more.
    pub(super) fn write<R: BufRead>(
        self,
        header: &Header,
        records: Reader<R>,
        out: &mut impl Write,
    ) -> Result<(), ExportError> {
        match self {
            Self::Page => page::write(header, records, out),
            Self::Perfetto => perfetto::write(header, records, out),
            Self::ShiViz => shiviz::write(header, records, out),
        }
    }
}

/// How it is looked at.
impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Page => "open it in a browser",
            Self::Perfetto => "open it at https://ui.perfetto.dev",
            Self::ShiViz => "open it at https://bestchai.bitbucket.io/shiviz",
        })
    }
}
