//! The exit status.

use std::process::ExitCode;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    /// All that was to be done was done, and no test failed.
    Passed = 0,
    /// Some test failed.
    Failed = 1,
    /// The command line or a file was wrong, or the output could not be written.
    Usage = 2,
    /// The harness itself is wrong.
    HarnessFailed = 3,
    /// Somebody interrupted it, before anything could be said of the whole. Programs that end of an interrupt
    /// have this status in every shell.
    Interrupted = 130,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}
