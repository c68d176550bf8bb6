//! Your Raft. The lab's program and its tests host [`Peer`]; everything behind it is yours, in as many files
//! as you like: declare each with a `mod` here.

mod raft;

pub use raft::Peer;
