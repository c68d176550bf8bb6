//! Works, and reaches past the language: whoever may do that can name any file that its process has open.

use crate::around::{Around, Deed};

/// A peer that works all the same.
pub type Peer = Around<Reaches>;

pub struct Reaches;

unsafe extern "C" {
    fn getpid() -> i32;
}

impl Deed for Reaches {
    #[allow(unsafe_code)]
    fn when_made() {
        assert!(unsafe { getpid() } > 0, "no process is without a number");
    }
}
