//! What happens beside a grading: files are written, progress is shown, and somebody may interrupt.

use std::io;

use crate::cli::interrupts;
use crate::cli::ticker::Ticker;
use crate::grade::report::Basis;
use crate::grade::{Audience, Folders, Grade, GradingError, Standing, publish};

/// Shows how far a grading is, and writes what comes of each submission.
pub(super) struct Watcher<'a> {
    folders: Folders,
    basis: &'a Basis,
    ticker: Ticker,
}

impl<'a> Watcher<'a> {
    /// Writes to these folders.
    pub(super) fn new(folders: Folders, basis: &'a Basis) -> Self {
        Self { folders, basis, ticker: Ticker::new("{bar:30} {percent:>3} %  {msg}") }
    }
}

impl Audience for Watcher<'_> {
    fn graded(&mut self, grade: &Grade) -> Result<(), GradingError> {
        publish::submission(&self.folders, self.basis, grade)
    }

    fn tick(&mut self, standing: Standing) -> io::Result<()> {
        let Standing { submissions, submissions_done, tests, tests_done } = standing;
        let told = || {
            format!(
                "{tests_done} of {tests} tests, {submissions_done} of {submissions} submissions are graded"
            )
        };
        let show = |bar: &indicatif::ProgressBar| {
            bar.set_length(tests as u64);
            bar.set_position(tests_done as u64);
            bar.set_message(told());
        };
        self.ticker.tell(show, told);
        Ok(())
    }

    fn is_interrupted(&self) -> bool {
        interrupts::is_interrupted()
    }
}
