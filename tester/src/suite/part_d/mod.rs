//! Part 2D: snapshots. The service takes one at index 9, 19, 29, ...

mod install;
mod restart;

pub(super) use install::{
    SNAPSHOT_BASIC, SNAPSHOT_INSTALL, SNAPSHOT_INSTALL_CRASH, SNAPSHOT_INSTALL_UNCRASH,
    SNAPSHOT_INSTALL_UNRELIABLE,
};
pub(super) use restart::{SNAPSHOT_ALL_CRASH, SNAPSHOT_INIT};

use super::draw;
use crate::numbers::SNAPSHOT_INTERVAL;

/// How many commands a round submits: 5 to 14, so that snapshots fall on different steps.
fn batch() -> u64 {
    SNAPSHOT_INTERVAL / 2 + sim::random_range(0..SNAPSHOT_INTERVAL)
}
