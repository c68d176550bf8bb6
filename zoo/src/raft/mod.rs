//! A second Raft, made to be broken: compact, in the manner of a good student's solution, with a switch for
//! every bug of the zoo.
//!
//! With all switches off it is correct, and passes everything. Each bug is one visible deviation, marked with
//! [`State::has`], with a comment on why somebody would write it. Clusters have at least two peers.
//!
//! | file | what happens there | paper |
//! |---|---|---|
//! | this one | a peer, its state, and the calls of its service | Figure 2, State |
//! | `messages` | the RPCs | Figures 2 and 13 |
//! | `log` | the log, behind a snapshot | §5.3, §7 |
//! | `election` | timers, votes, terms | §5.2, §5.4.1 |
//! | `leader` | sending entries, counting replicas | §5.3, §5.4.2 |
//! | `follower` | taking entries | §5.3 |
//! | `persistence` | saving and restoring | Figure 2 |
//! | `snapshots` | taking and installing them | §7 |
//! | `batch` | the sound variant that saves once for several requests | - |
//! | `apply` | handing up to the service | Figure 2 |
//! | `outside` | two bugs that reach out of the simulation | - |
//!
//! It differs from the reference Raft in its design: heartbeats never carry entries and never count as
//! replicas; entries are sent again and again until they are acknowledged, in messages of limited length;
//! a refusal tells the follower's `commit_index`, from which the leader goes on; and one task that sleeps
//! until a bell rings hands up what is committed.

mod apply;
mod batch;
mod bell;
mod election;
mod follower;
mod leader;
mod log;
mod messages;
mod outside;
mod persistence;
mod snapshots;

use raftapi::prelude::*;
use sim::Instant;

use self::batch::Batch;
use self::bell::Bell;
use self::log::Log;
use self::messages::Entry;
use crate::bugs::Bug;

/// One peer of the zoo's Raft.
pub struct Peer {
    bug: Option<Bug>,
    /// Where it saves once for several requests, their common moment: see `batch`.
    batch: Option<Batch>,
    me: usize,
    ends: Vec<ClientEnd>,
    apply: ApplySender,
    /// Rings when there may be something to hand up.
    bell: Bell,
    state: sim::Mutex<State>,
}

/// Everything of a peer that changes, under one lock.
pub(crate) struct State {
    bug: Option<Bug>,
    me: usize,

    // Persistent: whoever changes one of these marks the state `dirty`.
    term: u64,
    voted_for: Option<usize>,
    log: Log,
    snapshot: Bytes,

    // Volatile.
    role: Role,
    /// When this peer stands for election if it hears of nobody.
    election_due: Instant,
    /// How many votes a candidate has.
    votes: usize,
    commit_index: u64,
    last_applied: u64,
    /// For each follower, the entry that a leader sends next.
    next_index: Vec<u64>,
    /// For each follower, up to where it is known to hold the leader's log.
    match_index: Vec<u64>,
    /// Whether a task is about to send out new entries.
    is_flush_due: bool,

    dirty: bool,
    persister: Persister,
}

impl Peer {
    /// A peer with one bug, or none.
    pub fn with_bug(cx: PeerContext, bug: Option<Bug>) -> Rc<Self> {
        Self::build(cx, bug, None)
    }

    /// A peer without a bug that saves once for several requests, and answers them after that.
    pub fn in_batches(cx: PeerContext) -> Rc<Self> {
        Self::build(cx, None, Some(Batch::default()))
    }

    fn build(cx: PeerContext, bug: Option<Bug>, batch: Option<Batch>) -> Rc<Self> {
        let PeerContext { me, peers, persister, apply } = cx;
        let state = sim::Mutex::new(State::restore(bug, me, peers.len(), persister));
        let peer = Rc::new(Self { bug, batch, me, ends: peers, apply, bell: Bell::default(), state });
        sim::spawn(peer.clone().stand_when_due());
        sim::spawn(peer.clone().hand_up());
        peer
    }

    pub(crate) fn has(&self, bug: Bug) -> bool {
        self.bug == Some(bug)
    }

    /// The others, in the order in which they are asked.
    pub(crate) fn others(&self) -> Vec<usize> {
        let others = (0..self.ends.len()).filter(|&peer| peer != self.me);
        // "The order does not matter, and a map is handier than an index."
        if self.has(Bug::HashOrder) { outside::in_hash_order(others) } else { others.collect() }
    }

    /// The end of every handler: saves what has changed, before the answer leaves.
    pub(crate) fn settle(self: &Rc<Self>, state: &mut State) {
        if self.batch.is_some() {
            return;
        }
        if self.has(Bug::ReplyBeforePersist) {
            // "Disks are slow: the answer need not wait."
            let peer = self.clone();
            sim::spawn(async move { peer.state.lock().save() });
        } else {
            state.save();
        }
        self.bell.ring();
    }
}

impl State {
    pub(crate) fn has(&self, bug: Bug) -> bool {
        self.bug == Some(bug)
    }

    pub(crate) fn commit_to(&mut self, index: u64) {
        self.commit_index = self.commit_index.max(index.min(self.log.last_index()));
    }
}

impl Raft for Peer {
    fn make(cx: PeerContext) -> Rc<Self> {
        Self::with_bug(cx, None)
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        if self.batch.is_some() {
            return self.register_in_batches(server);
        }
        server.on(self, Peer::on_request_vote);
        server.on(self, Peer::on_append_entries);
        server.on(self, Peer::on_install_snapshot);
    }

    fn start(self: &Rc<Self>, command: Bytes) -> Option<Started> {
        let state = &mut *self.state.lock();
        // "Only candidates have nobody to tell": the check for the leader is forgotten.
        let accepts = state.role == Role::Leader || self.has(Bug::StartWhenFollower);
        if !accepts {
            return None;
        }
        let term = state.term;
        state.log.push(Entry { term, command });
        // "Followers save what they acknowledge; a leader acknowledges nothing."
        if !self.has(Bug::LeaderNoPersist) {
            state.dirty = true;
        }
        state.save();
        self.flush_soon(state);
        Some(Started { index: state.log.last_index(), term })
    }

    fn state(&self) -> PeerState {
        let state = self.state.lock();
        PeerState { term: state.term, is_leader: state.role == Role::Leader }
    }

    fn snapshot(self: &Rc<Self>, index: u64, snapshot: Bytes) {
        self.state.lock().take_snapshot(index, snapshot);
    }

    fn inspect(&self) -> Option<Inspection> {
        let state = self.state.lock();
        let start = state.log.start();
        Some(Inspection {
            role: state.role,
            term: state.term,
            voted_for: state.voted_for,
            commit_index: state.commit_index,
            last_applied: state.last_applied,
            snapshot_index: start.index,
            snapshot_term: start.term,
            log: state.log.marks().to_vec(),
        })
    }
}
