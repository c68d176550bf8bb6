//! Runs one test with one seed, and says what came of it.
//!
//! The simulation itself is deterministic; the wall clock is read here, by the [`Stopwatch`] and by the
//! watch over a run, and nowhere else.

mod account;
mod clock;
mod last;
mod log;
mod outcome;
mod pulse;
mod simulate;
mod trust;
mod watch;

use std::sync::{Arc, Mutex, PoisonError};

pub use account::{Account, Also, Seen};
pub use clock::Stopwatch;
pub use log::LogEvent;
pub use outcome::{Outcome, Verdict};
pub use pulse::Audience;
pub use simulate::{simulate, simulate_with};
pub use trust::Trust;
pub use watch::{PATIENCE, Watch};

use crate::host::Factory;
use crate::suite::LabTest;

/// Runs `test` once, on a thread of its own. Equal seeds give equal outcomes, but for the wall time.
///
/// Whatever the peers do wrong, panics and loops without end included, is in the outcome's verdict. Only what
/// ends the whole process, as running out of stack does, keeps this from returning.
pub fn run(test: &'static LabTest, seed: u64, factory: &Factory) -> Outcome {
    Watch::default().run(test, seed, factory)
}

/// Like [`run`], and keeps the run's events. The digest is the same.
pub fn record(test: &'static LabTest, seed: u64, factory: &Factory) -> Outcome {
    let events = Arc::new(Events::default());
    let audience: Arc<dyn Audience> = events.clone();
    let mut outcome = Watch { audience: Some(audience), ..Watch::default() }.run(test, seed, factory);
    // A run that was given up may still be going on, and must not keep us from what it told until then.
    outcome.log = std::mem::take(&mut *events.0.lock().unwrap_or_else(PoisonError::into_inner));
    outcome
}

/// The events of a run, as they come in.
#[derive(Default)]
struct Events(Mutex<Vec<LogEvent>>);

impl Audience for Events {
    fn wants_events(&self) -> bool {
        true
    }

    fn event(&self, event: LogEvent) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }
}
