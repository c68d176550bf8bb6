//! How far a hunt is: a bar on a terminal, a line now and then elsewhere.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::runner::Stopwatch;

/// How often a line is written where there is no terminal.
const LINE: Duration = Duration::from_secs(10);

/// The progress of a hunt, on standard error.
pub(in crate::cli) struct Progress {
    total: u64,
    /// What was done before this hunt began, by one that it goes on with.
    before: u64,
    done: u64,
    failed: u64,
    clock: Stopwatch,
    lines: u32,
    /// `None` where standard error is no terminal.
    bar: Option<ProgressBar>,
}

impl Progress {
    /// A hunt of `total` runs, of which `before` are done.
    pub(in crate::cli) fn new(total: u64, before: u64) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(10));
            let template = "{bar:24} {percent:>3} %  {human_pos}/{human_len} runs  {msg}  {eta} left";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.with_position(before)
        });
        Self { total, before, done: before, failed: 0, clock: Stopwatch::start(), lines: 0, bar }
    }

    /// The first of these runs begins now: what was done until then says nothing of how fast they are.
    pub(in crate::cli) fn begin(&mut self) {
        self.clock = Stopwatch::start();
        if let Some(bar) = &self.bar {
            bar.reset_eta();
        }
    }

    /// How many runs are done, and how many failed. The total shrinks where a test stops early.
    pub(in crate::cli) fn set(&mut self, done: u64, failed: u64, total: u64) {
        (self.done, self.failed, self.total) = (done, failed, total);
        if let Some(bar) = &self.bar {
            bar.set_length(total);
            bar.set_position(done);
            bar.set_message(self.told());
        }
    }

    /// Writes a line if it is time for one and nobody sees a bar.
    pub(in crate::cli) fn tick(&mut self) {
        if self.bar.is_some() || self.clock.elapsed() < LINE * (self.lines + 1) {
            return;
        }
        self.lines += 1;
        let left = self.left().map(|left| format!(", {} s left", left.as_secs())).unwrap_or_default();
        // Nobody who cannot be told of the progress needs to be told.
        let _ = writeln!(io::stderr(), "{} of {} runs, {}{left}", self.done, self.total, self.told());
    }

    /// Lets `print` print while the bar is out of the way.
    pub(in crate::cli) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    fn told(&self) -> String {
        format!("{} failed, {:.0} runs/s", self.failed, self.rate())
    }

    /// Runs a second since this hunt began.
    #[expect(clippy::cast_precision_loss, reason = "a rate is a rough figure")]
    fn rate(&self) -> f64 {
        self.done.saturating_sub(self.before) as f64 / self.clock.elapsed().as_secs_f64().max(1e-3)
    }

    #[expect(clippy::cast_precision_loss, reason = "a forecast is a rough figure")]
    fn left(&self) -> Option<Duration> {
        let seconds = self.total.saturating_sub(self.done) as f64 / self.rate();
        Duration::try_from_secs_f64(seconds).ok()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
