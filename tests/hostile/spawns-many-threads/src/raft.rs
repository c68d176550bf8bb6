//! Works, and starts as many threads as it can.

use std::thread;

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Spawns>;

pub struct Spawns;

impl Deed for Spawns {
    fn when_made() {
        for _ in 0..100 {
            let started = thread::Builder::new().spawn(|| {
                loop {
                    thread::park();
                }
            });
            assert!(started.is_err(), "a thread was started");
        }
    }
}
