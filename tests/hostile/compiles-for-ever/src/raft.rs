//! Keeps the compiler busy.

use crate::dead::{Dead, Deed};

/// A peer that knows no Raft.
pub type Peer = Dead<Nothing>;

pub struct Nothing;

impl Deed for Nothing {}

#[allow(long_running_const_eval)]
pub const NEVER: u64 = {
    let mut count = 0_u64;
    loop {
        count = count.wrapping_add(1);
        if count == u64::MAX {
            break count;
        }
    }
};
