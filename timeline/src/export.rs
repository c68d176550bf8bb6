//! Why a trace could not be made into something else.

use std::io;

use crate::TraceError;

/// Why an export came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The trace is not whole.
    #[error(transparent)]
    Trace(#[from] TraceError),
    /// What came of it cannot be written.
    #[error("cannot be written: {0}")]
    Write(#[from] io::Error),
}
