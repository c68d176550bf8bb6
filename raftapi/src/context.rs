//! What a peer is given when it is made.

use labrpc::ClientEnd;

use crate::apply::ApplySender;
use crate::persister::Persister;

/// Everything that [`Raft::make`](crate::Raft::make) builds a peer from.
#[derive(Debug)]
pub struct PeerContext {
    /// This peer's own place in `peers`.
    pub me: usize,
    /// One end for each peer of the cluster, in the same order everywhere. `peers[me]` exists and is of no
    /// use.
    pub peers: Vec<ClientEnd>,
    /// What this peer saved in its earlier lives, and where it saves from now on.
    pub persister: Persister,
    /// The way up to the service.
    pub apply: ApplySender,
}
