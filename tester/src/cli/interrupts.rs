//! Ctrl-C: the first ends what is going on and keeps what was found, the second ends the process.

use std::sync::atomic::{AtomicU32, Ordering};

use super::CliError;
use super::status::Status;

/// How often the user has asked to stop.
static INTERRUPTS: AtomicU32 = AtomicU32::new(0);

/// From now on, an interrupt ends what is going on and not the process; a second one ends the process too,
/// with this status.
///
/// # Errors
/// The system does not let us hear of interrupts.
pub(super) fn listen(leaving: Status) -> Result<(), CliError> {
    ctrlc::set_handler(move || {
        if INTERRUPTS.fetch_add(1, Ordering::Relaxed) > 0 {
            leave(leaving);
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
fn leave(status: Status) -> ! {
    std::process::exit(status as i32)
}
