//! More depth than there is memory.
#![recursion_limit = "1000000"]

mod raft;

pub use raft::Peer;
