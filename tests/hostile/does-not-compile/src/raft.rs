//! A Raft that is not finished.

pub struct Peer {
    log: Vec<Entry>,
}
