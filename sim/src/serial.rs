//! Serial numbers: no two things on a thread ever share one, not even in different runs.
//!
//! Wakers and sleeping futures can outlive their run. What they name must then be nothing, and not by
//! accident something in a later run. The numbers rise, and no more than that may be made of them: where they
//! start depends on what the thread ran before.

use std::cell::Cell;

thread_local! {
    static LAST: Cell<u64> = const { Cell::new(0) };
}

pub(crate) fn next() -> u64 {
    LAST.set(LAST.get() + 1);
    LAST.get()
}
