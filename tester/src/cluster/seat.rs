//! The place of one peer in the cluster: what stays when the peer itself crashes.

use std::rc::Rc;

use labrpc::Name;
use raftapi::Persister;
use sim::NodeId;

use super::crash_at_save::Armed;
use crate::host::Hosted;

/// The place of one peer.
pub(super) struct Seat {
    /// The simulated machine it runs on, in all its lives.
    pub(super) node: NodeId,
    /// The running peer; none before the first start and between a crash and the next start.
    pub(super) instance: Option<Rc<dyn Hosted>>,
    /// Whether the tester has it connected.
    pub(super) connected: bool,
    /// What the present life saves to or, between lives, the frozen copy of what the last one had saved.
    pub(super) persister: Option<Persister>,
    /// How many lives it has had.
    pub(super) life: u64,
    /// The names of its ends in this life, by the peer they lead to.
    pub(super) ends: Vec<Name>,
    /// The crash that waits for a save of this life.
    pub(super) armed: Option<Armed>,
}

impl Seat {
    pub(super) const fn new(node: NodeId) -> Self {
        Self {
            node,
            instance: None,
            connected: false,
            persister: None,
            life: 0,
            ends: Vec::new(),
            armed: None,
        }
    }
}
