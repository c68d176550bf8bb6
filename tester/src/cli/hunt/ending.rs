//! The end of a hunt: what is known is kept and told, whatever went wrong.

use std::time::Duration;

use super::remembered::Remembered;
use super::watcher::Watcher;
use crate::cli::CliError;
use crate::cli::status::Status;
use crate::hunt::{Book, Ended, Kind};
use crate::report;
use crate::worker::Manners;

/// A hunt that is over.
pub(super) struct Ending {
    /// What it has found.
    pub(super) book: Book,
    /// How many runs were in the book when it began.
    pub(super) before: u64,
    /// How much real time it took.
    pub(super) wall: Duration,
    /// How it ended.
    pub(super) ended: Ended,
    /// The seeds that failed before.
    pub(super) remembered: Remembered,
}

impl Ending {
    /// Keeps the report, tells of it, remembers the seeds that failed, and keeps their logs, in this order:
    /// what takes long comes last.
    ///
    /// # Errors
    /// Something went wrong, in the hunt or here. All else is done nevertheless, and more errors are told as
    /// warnings.
    pub(super) fn conclude(self, manners: Manners, watcher: &mut Watcher<'_>) -> Result<Status, CliError> {
        let status = self.status();
        let Self { book, before, wall, ended, remembered } = self;
        let kept = watcher.keep(&book);
        let told = watcher.conclude(&book, remembered.left_out());
        let told = match remembered.update(&book) {
            Some(warning) => told.and_then(|()| watcher.warn(&warning)),
            None => told,
        };
        let (broken_off, given_up) = match ended {
            Ended::Complete if remembered.not_run() == 0 => (None, None),
            Ended::Complete | Ended::Interrupted => (Some("interrupted"), None),
            Ended::GivenUp(error) => (Some("given up"), Some(error)),
        };
        let again = remembered.failed_beside(&book);
        let told =
            told.and_then(|()| watcher.say(report::hunt_summary(&book, before, wall, broken_off, again)));
        let logged = match broken_off {
            None => watcher.keep_logs(&book, manners).and_then(|()| watcher.draw_timelines(&book, manners)),
            // Who interrupts does not want to wait.
            Some(_) => watcher.put_off_logs(&book).map_err(CliError::from),
        };

        let given_up = given_up.map(CliError::from);
        let errors = [kept.err(), told.err().map(CliError::from), logged.err()];
        let mut errors = given_up.into_iter().chain(errors.into_iter().flatten());
        let Some(first) = errors.next() else { return Ok(status) };
        for error in errors {
            // The first error counts, whether or not the others can be told.
            let _ = watcher.warn(&error.to_string());
        }
        Err(first)
    }

    fn status(&self) -> Status {
        let Self { book, ended, remembered, .. } = self;
        let is_harness = book.families().iter().any(|family| family.fingerprint.kind == Kind::Harness);
        let is_broken_off = !matches!(ended, Ended::Complete) || remembered.not_run() > 0;
        if is_harness || remembered.has_broken() {
            Status::HarnessFailed
        } else if book.failures() > 0 || remembered.failed() > 0 || is_broken_off {
            Status::Failed
        } else {
            Status::Passed
        }
    }
}
