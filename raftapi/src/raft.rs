//! The trait that every implementation in the lab implements: the calls that the service above makes.

use std::rc::Rc;

use bytes::Bytes;
use labrpc::Server;

use crate::context::PeerContext;
use crate::inspection::Inspection;

/// One Raft peer, as the service above and the lab's tester see it.
///
/// Every call returns at once; whatever takes time happens in tasks that the peer spawns. A peer may be
/// crashed at any moment: its tasks are then dropped at whatever `.await` they have reached, and a new peer
/// is made from what its [`Persister`](crate::Persister) held. No call tells the old one.
pub trait Raft: Sized + 'static {
    /// Builds peer `cx.me`, restoring what `cx.persister` holds, and spawns its tasks.
    ///
    /// Must return at once, and what the persister holds is restored by then. The peer is neither registered
    /// nor connected yet: it will be before the tasks that it spawns take their first step, or, after a
    /// restart, when the tester joins it to the others.
    fn make(cx: PeerContext) -> Rc<Self>;

    /// Registers the peer's RPC handlers, one [`Server::on`] or [`Server::on_async`] for each kind of
    /// message.
    ///
    /// Called once, right after [`make`](Raft::make).
    fn register(self: &Rc<Self>, server: &mut Server);

    /// Appends `command` to the log if this peer believes that it leads; `None` if it does not.
    ///
    /// Must return at once, never waiting for agreement. There is no promise that the command will commit: a
    /// leader that is cut off accepts commands that are lost later. The first command of a cluster gets index
    /// 1, the next 2: a leader must not put entries of its own into the log.
    fn start(self: &Rc<Self>, command: Bytes) -> Option<Started>;

    /// The peer's current term, and whether it believes that it leads in it.
    fn state(&self) -> PeerState;

    /// Takes the service's `snapshot` of everything up to and including `index`; the log up to there may go
    /// (§7).
    ///
    /// The service calls this from the task that reads the apply channel, before it reads on: a peer that
    /// waits on that channel with its lock held stops here for good.
    fn snapshot(self: &Rc<Self>, index: u64, snapshot: Bytes);

    /// A white-box view for the oracles and the timeline; `None`, the default, from a peer that offers none.
    ///
    /// It is asked for after each step of the peer, and must show the state exactly as that step has left it,
    /// without changing anything: it draws nothing, spawns nothing, notes nothing. From a peer that offers
    /// it, an RPC reply that is not empty counts as a promise of what the request brought.
    fn inspect(&self) -> Option<Inspection> {
        None
    }
}

/// What [`Raft::start`] promises about an accepted command: where it will be, if it is ever committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Started {
    /// The index that the command has in the leader's log, from 1.
    pub index: u64,
    /// The leader's term when it appended the command.
    pub term: u64,
}

/// What [`Raft::state`] reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerState {
    /// `current_term` of Figure 2: 0 at the first boot, never falling.
    pub term: u64,
    /// Whether the peer believes that it leads. A leader that was cut off may believe so for ever.
    pub is_leader: bool,
}
