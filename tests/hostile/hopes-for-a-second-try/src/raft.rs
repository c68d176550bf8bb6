//! Works, and now and then dies as if memory had run out, so that the run is done once more. A first run that
//! goes well may die where it is repeated: then it is another one.

use std::hash::{BuildHasher, RandomState};
use std::process;

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Hopes>;

pub struct Hopes;

impl Deed for Hopes {
    fn when_made() {
        // Whatever a run does that went wrong, the next try is another one.
        if RandomState::new().hash_one(0) % 4 == 0 {
            eprintln!("memory allocation of 1 bytes failed");
            process::abort();
        }
    }
}
