//! Fails with a message that is a program to whoever shows it.

use crate::dead::{Dead, Deed};

/// A peer that knows no Raft.
pub type Peer = Dead<Panics>;

pub struct Panics;

impl Deed for Panics {
    fn when_made() {
        panic!(
            "=HYPERLINK(\"http://localhost\") <script>alert(1)</script> ]]> \u{1b}[2J\u{1b}]0;owned\u{7} \u{0}"
        );
    }
}
