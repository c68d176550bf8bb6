//! Fails with something that fails when it is thrown away.

use std::panic;

use crate::dead::{Dead, Deed};

/// A peer that knows no Raft.
pub type Peer = Dead<Panics>;

pub struct Panics;

impl Deed for Panics {
    fn when_made() {
        panic::panic_any(Bomb);
    }
}

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("thrown away");
    }
}
