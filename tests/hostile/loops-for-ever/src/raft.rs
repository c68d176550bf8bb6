//! Never comes to an `.await`.

use std::hint;

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Loops>;

pub struct Loops;

impl Deed for Loops {
    fn when_made() {
        loop {
            hint::spin_loop();
        }
    }
}
