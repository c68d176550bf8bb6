//! Has no Raft, and sends what no line of a trace can hold.

mod raft;

pub use raft::Peer;
