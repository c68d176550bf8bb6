//! Has no Raft, and logs more than a disk can hold whenever a run is recorded.

use std::time::Duration;

use crate::dead::{Dead, Deed};

/// A peer that knows no Raft.
pub type Peer = Dead<Floods>;

pub struct Floods;

impl Deed for Floods {
    fn when_made() {
        raftapi::sim::spawn(async {
            let text = "lorem ipsum ".repeat(10_000);
            loop {
                tracing::error!("{text}");
                raftapi::sim::note!("{text}");
                raftapi::sim::sleep(Duration::from_millis(1)).await;
            }
        });
    }
}
