//! Uses no processor time, and all the time that there is: it takes a second to make a peer.

use std::thread;
use std::time::Duration;

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Sleeps>;

pub struct Sleeps;

impl Deed for Sleeps {
    fn when_made() {
        thread::sleep(Duration::from_secs(1));
    }
}
