//! Asks for more memory than there is.

use std::hint;

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Allocates>;

pub struct Allocates;

impl Deed for Allocates {
    fn when_made() {
        hint::black_box(vec![1_u8; 1 << 40]);
    }
}
