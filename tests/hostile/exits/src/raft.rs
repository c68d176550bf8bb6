//! Ends the process with success, as if all had passed.

use std::process;

use crate::dead::{Dead, Deed};

/// A peer that knows no Raft.
pub type Peer = Dead<Exits>;

pub struct Exits;

impl Deed for Exits {
    fn when_made() {
        process::exit(0);
    }
}
