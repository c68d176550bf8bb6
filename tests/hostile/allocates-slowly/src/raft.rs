//! Asks for a little more memory all the time, and keeps to the rules meanwhile.

use std::time::Duration;

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Allocates>;

pub struct Allocates;

impl Deed for Allocates {
    fn when_made() {
        raftapi::sim::spawn(async {
            let mut hoard = Vec::new();
            loop {
                hoard.push(vec![1_u8; 4 << 20]);
                raftapi::sim::sleep(Duration::from_millis(1)).await;
            }
        });
    }
}
