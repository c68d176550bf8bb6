//! Works, and prints more than anybody can read.

use std::io::{self, Write};

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Floods>;

pub struct Floods;

impl Deed for Floods {
    fn when_made() {
        let line = "to be or not to be ".repeat(50_000);
        let _ = io::stdout().write_all(line.as_bytes());
        let _ = io::stderr().write_all(line.as_bytes());
    }
}
