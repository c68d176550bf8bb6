//! What a long search shows of its progress: a line that changes, on a terminal, and now and then a line
//! elsewhere. It lives on standard error.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::runner::Stopwatch;

/// How often a line tells of the progress where there is no terminal.
const LINE: Duration = Duration::from_secs(10);

/// How far a search is.
pub(super) struct Ticker {
    clock: Stopwatch,
    lines: u32,
    /// `None` where standard error is no terminal.
    shown: Option<ProgressBar>,
}

impl Ticker {
    /// On a terminal it looks like this template.
    pub(super) fn new(template: &str) -> Self {
        let shown = io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar
        });
        Self { clock: Stopwatch::start(), lines: 0, shown }
    }

    /// Brings the bar up to date, or tells the line where there is no bar, if it is time for one.
    pub(super) fn tell(&mut self, bar: impl FnOnce(&ProgressBar), line: impl FnOnce() -> String) {
        if let Some(shown) = &self.shown {
            bar(shown);
        } else if self.clock.elapsed() >= LINE * (self.lines + 1) {
            self.lines += 1;
            // Nobody who cannot be told of the progress needs to be told.
            let _ = writeln!(io::stderr(), "{}", line());
        }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        if let Some(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}
