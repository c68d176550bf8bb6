//! Does its work on a thread of its own.

use std::thread;

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Spawns>;

pub struct Spawns;

impl Deed for Spawns {
    fn when_made() {
        thread::spawn(|| {
            loop {
                thread::yield_now();
            }
        });
    }
}
