//! Works, and says something else in each run, at a length that fills the memory of whoever keeps two runs to
//! compare them.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Talks>;

pub struct Talks;

impl Deed for Talks {
    fn when_made() {
        raftapi::sim::spawn(async {
            let number = RandomState::new().hash_one(0);
            let text = format!("{number} ").repeat(50_000);
            loop {
                raftapi::sim::note!("{text}");
                raftapi::sim::sleep(Duration::from_millis(100)).await;
            }
        });
    }
}
