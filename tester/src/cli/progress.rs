//! The bar that shows how far a long run is. It lives on standard error, and only where that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A progress bar over a known number of runs.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// A bar over `runs` runs.
    pub(super) fn new(runs: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(runs), ProgressDrawTarget::stderr());
        let template = "{bar:30} {percent:>3} %  {human_pos}/{human_len} runs  {eta} left  {msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Names what is running now.
    pub(super) fn now(&self, test: &'static str) {
        self.0.set_message(test);
    }

    /// Counts one run.
    pub(super) fn step(&self) {
        self.0.inc(1);
    }

    /// Lets `print` print while the bar is out of the way.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
