//! Calls itself until the stack is full.

use std::hint;

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Overflows>;

pub struct Overflows;

impl Deed for Overflows {
    fn when_made() {
        assert_ne!(deep(1), 0);
    }
}

fn deep(depth: u64) -> u64 {
    let frame = hint::black_box([depth; 64]);
    if frame[0] == 0 { 0 } else { deep(depth + 1) + frame[1] }
}
