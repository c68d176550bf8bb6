//! Catching panics of simulated code, with message and place, and without noise on stderr.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// A caught panic.
#[derive(Debug, Clone)]
pub(crate) struct Caught {
    pub(crate) message: String,
    pub(crate) location: Option<String>,
}

thread_local! {
    /// How many `catch`es this thread is inside of.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    static LAST: RefCell<Option<Caught>> = const { RefCell::new(None) };
}

/// Runs `f`; a panic in it is caught, and described by the panic hook instead of printed.
pub(crate) fn catch<T>(f: impl FnOnce() -> T) -> Result<T, Caught> {
    install_hook();
    DEPTH.set(DEPTH.get() + 1);
    LAST.set(None);
    let result = panic::catch_unwind(AssertUnwindSafe(f));
    DEPTH.set(DEPTH.get() - 1);
    result.map_err(|payload| {
        // A panic raised without the hook (`resume_unwind`) leaves only its payload.
        LAST.take().unwrap_or_else(|| Caught { message: message_of(&*payload), location: None })
    })
}

/// The hook is the process's: it stays in place, and passes on every panic that is not simulated code's.
fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if DEPTH.get() == 0 {
                previous(info);
                return;
            }
            let location = info.location().map(ToString::to_string);
            LAST.set(Some(Caught { message: message_of(info.payload()), location }));
        }));
    });
}

fn message_of(payload: &(dyn std::any::Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| String::from("a panic without a message"))
}
