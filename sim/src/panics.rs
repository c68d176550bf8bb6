//! Catching panics of simulated code, with message and place, and without noise on stderr.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use backtrace::Frame as Raw;

use crate::frames::{self, Frame};

/// A caught panic.
pub(crate) struct Caught {
    pub(crate) message: String,
    pub(crate) location: Option<String>,
    pub(crate) frames: Vec<Frame>,
    /// Whether it is a [`HeldAcrossAwait`].
    pub(crate) is_held_across_await: bool,
}

/// The payload by which the panic of a [`Mutex`](crate::Mutex) whose guard is held across an `.await` is told
/// from all others: its message.
pub(crate) struct HeldAcrossAwait(String);

impl HeldAcrossAwait {
    /// Panics with it where it will be caught here, and with the plain message elsewhere: there nobody could
    /// read it.
    #[track_caller]
    pub(crate) fn panic(message: String) -> ! {
        let is_caught_here = BOTTOM.get() != 0;
        if is_caught_here { panic::panic_any(Self(message)) } else { panic!("{message}") }
    }
}

/// What the panic hook saw.
struct Seen {
    message: String,
    location: Option<String>,
    stack: Vec<Raw>,
}

thread_local! {
    /// Where on the stack the innermost `catch` of this thread stands; 0 outside of any.
    static BOTTOM: Cell<usize> = const { Cell::new(0) };
    static LAST: RefCell<Option<Seen>> = const { RefCell::new(None) };
}

/// Runs `f`; a panic in it is caught, and described by the panic hook instead of printed.
pub(crate) fn catch<T>(f: impl FnOnce() -> T) -> Result<T, Caught> {
    install_hook();
    let mark = 0_u8;
    let outer = BOTTOM.replace((&raw const mark).addr());
    let result = panic::catch_unwind(AssertUnwindSafe(f));
    BOTTOM.set(outer);
    result.map_err(|payload| {
        let message = message_of(&*payload);
        let is_held_across_await = payload.is::<HeldAcrossAwait>();
        // A panic raised without the hook (`resume_unwind`) leaves only its payload; what the hook saw last
        // was then an earlier one, which `f` caught by itself.
        let seen = LAST.take().filter(|seen| seen.message == message);
        let Some(Seen { location, stack, .. }) = seen else {
            return Caught { message, location: None, frames: Vec::new(), is_held_across_await };
        };
        let frames = frames::resolve(&stack, location.as_deref());
        Caught { message, location, frames, is_held_across_await }
    })
}

/// The hook is the process's: it stays in place, and passes on every panic that is not simulated code's.
fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let bottom = BOTTOM.get();
            if bottom == 0 {
                previous(info);
                return;
            }
            let location = info.location().map(ToString::to_string);
            let (message, stack) = (message_of(info.payload()), frames::capture(bottom));
            LAST.set(Some(Seen { message, location, stack }));
        }));
    });
}

fn message_of(payload: &(dyn std::any::Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .or_else(|| payload.downcast_ref::<HeldAcrossAwait>().map(|HeldAcrossAwait(text)| text.clone()))
        .unwrap_or_else(|| String::from("a panic without a message"))
}
