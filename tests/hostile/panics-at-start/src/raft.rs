//! Panics before anything else.

use crate::dead::{Dead, Deed};

/// A peer that knows no Raft.
pub type Peer = Dead<Panics>;

pub struct Panics;

impl Deed for Panics {
    fn when_made() {
        panic!("not written yet");
    }
}
