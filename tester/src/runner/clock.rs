//! The wall clock: the one place where the harness reads it.

use std::time::{Duration, Instant};

/// Measures real time for reports. Nothing that a simulation does depends on what it shows.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(clippy::disallowed_methods, reason = "reports quote real time; no simulated code sees it")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The real time since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
