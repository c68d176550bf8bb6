//! Works, and starts every program that it can.

use std::process::Command;

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Starts>;

pub struct Starts;

impl Deed for Starts {
    fn when_made() {
        for program in ["/bin/sh", "/usr/bin/env", "/proc/self/exe", "sh"] {
            let started =
                Command::new(program).args(["-c", "touch /tmp/raftlab-hostile-ran; sleep 1000"]).spawn();
            assert!(started.is_err(), "{program} was started");
        }
    }
}
