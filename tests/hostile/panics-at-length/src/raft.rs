//! Fails with a message that fills the memory of whoever reads it.

use crate::dead::{Dead, Deed};

/// A peer that knows no Raft.
pub type Peer = Dead<Panics>;

pub struct Panics;

impl Deed for Panics {
    fn when_made() {
        panic!("{}", "blah ".repeat(10 << 20));
    }
}
