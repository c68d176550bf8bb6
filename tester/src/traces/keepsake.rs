//! The timelines of failed runs that are kept without anybody's asking.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use timeline::{ExportError, TraceError};

use super::{Form, Tape, place};
use crate::hunt;
use crate::report::Advice;
use crate::suite::LabTest;
use crate::worker::{Detail, Isolated, Told, WorkerError};

/// How long a trace may be to be drawn unasked. Beyond that, a page is slow to open, and fills disks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    lines: u64,
    /// What a peer logs can make a line of any length.
    bytes: usize,
}

impl Extent {
    /// That of a run of one's own.
    pub(crate) const OWN: Self = Self { lines: 400_000, bytes: 512 << 20 };
    /// That of a stranger's run, who may want to fill disks, among many others.
    pub(crate) const STRANGERS: Self = Self { lines: 400_000, bytes: 16 << 20 };

    const fn holds(self, lines: u64, bytes: usize) -> bool {
        lines <= self.lines && bytes <= self.bytes
    }
}

/// Why there is no timeline of a run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeepsakeError {
    /// The run could not be repeated.
    #[error(transparent)]
    Worker(#[from] WorkerError),
    /// The timeline could not be written.
    #[error("cannot write {}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    /// What was recorded is no trace.
    #[error("its trace cannot be read: {0}")]
    Trace(#[source] TraceError),
    /// The run did not fail when it was repeated.
    #[error("it did not fail again when it was repeated")]
    Passed,
    /// The run was another one when it was repeated.
    #[error("it was another run when it was repeated: `check` finds out where they differ")]
    Differs,
    /// There is too much to draw.
    #[error("it is too long to be drawn unasked; `replay --html` does it nevertheless")]
    TooLong,
}

/// A run that failed.
#[derive(Clone, Copy)]
pub(crate) struct Failed {
    pub(crate) test: &'static LabTest,
    pub(crate) seed: u64,
    /// Its digest, 0 if it did not live to tell.
    pub(crate) digest: u64,
}

/// Repeats a run that failed, and writes its timeline into `folder`, unless it is longer than `most`.
///
/// # Errors
/// It cannot be repeated, or not be written.
pub(crate) fn keep(
    isolated: &mut Isolated,
    run: Failed,
    folder: &Path,
    advice: &Advice,
    most: Extent,
) -> Result<PathBuf, KeepsakeError> {
    let Failed { test, seed, digest } = run;
    let path = folder.join(place::file_name(test, seed, advice.invocation()));
    let failed = |source| KeepsakeError::File { path: path.clone(), source };
    fs::create_dir_all(folder).map_err(failed)?;
    let mut tape = Tape::new(None).map_err(failed)?;
    let mut bytes = 0;
    let followed = isolated.follow_while(test, seed, Detail::Records, |told| {
        if let Told::Record(line) = told {
            bytes += line.len();
            if !most.holds(tape.lines() + 1, bytes) {
                return ControlFlow::Break(());
            }
            tape.push(&line);
        }
        ControlFlow::Continue(())
    });
    let outcome = match followed {
        Err(WorkerError::Unwanted) => return Err(KeepsakeError::TooLong),
        other => other?,
    };
    if outcome.verdict.passed() {
        return Err(KeepsakeError::Passed);
    }
    // A run that dies now and lived before is another one too.
    if digest != 0 && outcome.digest != digest {
        return Err(KeepsakeError::Differs);
    }
    let build = hunt::build().map_err(failed)?;
    let whole = tape.finish(&outcome, build, advice).map_err(failed)?;
    let trace = whole.read().map_err(failed)?;
    Form::Html.make(trace, &path).map_err(|error| match error {
        ExportError::Trace(error) => KeepsakeError::Trace(error),
        ExportError::Write(error) => failed(error),
    })?;
    Ok(path)
}
