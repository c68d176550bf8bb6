//! Ctrl-C: the first ends what is going on and keeps what was found, the second ends the process.

use std::sync::atomic::{AtomicU32, Ordering};

use super::CliError;

/// How often the user has asked to stop.
static INTERRUPTS: AtomicU32 = AtomicU32::new(0);

/// From now on, an interrupt ends what is going on and not the process; a second one ends the process too.
///
/// # Errors
/// The system does not let us hear of interrupts.
pub(super) fn listen() -> Result<(), CliError> {
    ctrlc::set_handler(|| {
        if INTERRUPTS.fetch_add(1, Ordering::Relaxed) > 0 {
            leave();
        }
    })
    .map_err(CliError::Interrupts)
}

/// Whether the user has asked to stop.
pub(super) fn is_interrupted() -> bool {
    INTERRUPTS.load(Ordering::Relaxed) > 0
}

/// Ends the process at once, as the user insists.
#[expect(clippy::disallowed_methods, reason = "what does not stop when it is asked to is stopped")]
fn leave() -> ! {
    std::process::exit(1)
}
