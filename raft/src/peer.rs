//! A peer: its state (Figure 2, State), how it comes to life, and the calls that the service makes.

use raftapi::prelude::*;
use sim::Instant;

use crate::log::Log;
use crate::messages::Entry;
use crate::roles::Role;

/// One peer of the reference Raft.
pub struct Peer {
    /// An end for each peer of the cluster, this one included.
    pub(crate) ends: Vec<ClientEnd>,
    pub(crate) apply: ApplySender,
    pub(crate) state: sim::Mutex<State>,
}

/// Everything about a peer that changes, under one lock.
pub(crate) struct State {
    pub(crate) me: usize,
    pub(crate) cluster_size: usize,

    // Persistent on all servers: whoever changes one of these four sets `unsaved`.
    pub(crate) current_term: u64,
    pub(crate) voted_for: Option<usize>,
    pub(crate) log: Log,
    /// The service's state up to where the log begins; empty while the log begins at its beginning.
    pub(crate) snapshot: Bytes,

    // Volatile on all servers.
    /// invariant: the log's start <= `commit_index` <= the log's last index.
    pub(crate) commit_index: u64,
    /// The last index that was handed up, or is being handed up right now. It is behind the log's start while
    /// an installed snapshot waits for its turn.
    /// invariant: `last_applied` <= `commit_index`.
    pub(crate) last_applied: u64,
    /// The role, with Figure 2's volatile state on leaders inside it.
    pub(crate) role: Role,

    // What the paper leaves to the implementation.
    /// When silence will have lasted long enough to stand for election.
    pub(crate) election_deadline: Instant,
    /// Whether the task that hands entries up is running: there is one at most.
    pub(crate) applying: bool,
    /// Whether the persister holds less than the persistent state above.
    /// invariant: false whenever a message or an answer leaves.
    pub(crate) unsaved: bool,
    pub(crate) persister: Persister,
}

impl Raft for Peer {
    /// A peer starts, and restarts, as a follower: what it was before the crash is of no importance (§5.2).
    fn make(cx: PeerContext) -> Rc<Self> {
        let PeerContext { me, peers, persister, apply } = cx;
        let state = State::restore(me, peers.len(), persister);
        let peer = Rc::new(Self { ends: peers, apply, state: sim::Mutex::new(state) });
        sim::spawn(peer.clone().watch_for_silence());
        peer
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        server.on(self, Peer::on_request_vote);
        server.on(self, Peer::on_append_entries);
        server.on(self, Peer::on_install_snapshot);
    }

    /// Figure 2, Leaders: "if command received from client: append entry to local log". The answer to the
    /// client comes from the service, once the entry comes back up.
    fn start(self: &Rc<Self>, command: Bytes) -> Option<Started> {
        let state = &mut *self.state.lock();
        if !state.is_leader() {
            return None;
        }
        let term = state.current_term;
        state.log.append(Entry { term, command });
        state.unsaved = true;
        state.save();
        self.replicate_soon(state);
        Some(Started { index: state.log.last_index(), term })
    }

    fn state(&self) -> PeerState {
        let state = self.state.lock();
        PeerState { term: state.current_term, is_leader: state.is_leader() }
    }

    fn snapshot(self: &Rc<Self>, index: u64, snapshot: Bytes) {
        self.state.lock().take_snapshot(index, snapshot);
    }

    fn inspect(&self) -> Option<Inspection> {
        Some(self.state.lock().inspect())
    }
}

impl Peer {
    /// The other peers of the cluster.
    pub(crate) fn others(&self, me: usize) -> impl Iterator<Item = usize> + use<> {
        (0..self.ends.len()).filter(move |&peer| peer != me)
    }
}

impl State {
    fn inspect(&self) -> Inspection {
        let role = match self.role {
            Role::Follower => raftapi::Role::Follower,
            Role::Candidate { .. } => raftapi::Role::Candidate,
            Role::Leader(_) => raftapi::Role::Leader,
        };
        let start = self.log.start();
        Inspection {
            role,
            term: self.current_term,
            voted_for: self.voted_for,
            commit_index: self.commit_index,
            last_applied: self.last_applied,
            snapshot_index: start.index,
            snapshot_term: start.term,
            log: self.log.marks().to_vec(),
        }
    }
}
