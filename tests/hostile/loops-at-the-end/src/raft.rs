//! Works, and never lets its thread end.

use std::hint;

use crate::around::{Around, Deed};

/// A peer that works, until it is not needed any more.
pub type Peer = Around<Loops>;

pub struct Loops;

impl Deed for Loops {
    fn when_made() {
        LAST.with(|_| ());
    }
}

struct Last;

impl Drop for Last {
    fn drop(&mut self) {
        loop {
            hint::spin_loop();
        }
    }
}

thread_local! {
    static LAST: Last = const { Last };
}
