//! The place of one peer in the cluster: what stays when the peer itself crashes.

use std::rc::Rc;

use labrpc::Name;
use raftapi::Persister;
use sim::NodeId;

use super::crash_at_save::{Armed, ArmedCrash};
use super::hand::Belief;
use crate::host::Hosted;

/// The place of one peer.
pub(super) struct Seat {
    /// The simulated machine it runs on, in all its lives.
    pub(super) node: NodeId,
    /// The running peer; none before the first start and between a crash and the next start.
    pub(super) instance: Option<Rc<dyn Hosted>>,
    /// Whether the tester has it connected.
    pub(super) connected: bool,
    /// What the test believes of it, where that is not so.
    pub(super) belief: Belief,
    /// What the present life saves to or, between lives, the frozen copy of what the last one had saved.
    pub(super) persister: Option<Persister>,
    /// How many lives it has had.
    pub(super) life: u64,
    /// The names of its ends in this life, by the peer they lead to.
    pub(super) ends: Vec<Name>,
    /// The crashes that wait for saves of this life.
    pub(super) armed: Vec<Armed>,
    /// How many crashes have been armed in all lives.
    pub(super) armed_ever: u32,
    /// The armed crash that ended the last life, until the next begins.
    pub(super) fell_to: Option<ArmedCrash>,
}

impl Seat {
    pub(super) const fn new(node: NodeId) -> Self {
        Self {
            node,
            instance: None,
            connected: false,
            belief: Belief::True,
            persister: None,
            life: 0,
            ends: Vec::new(),
            armed: Vec::new(),
            armed_ever: 0,
            fell_to: None,
        }
    }
}
