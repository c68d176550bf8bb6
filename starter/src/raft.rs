//! One peer of the cluster.
//!
//! What is here compiles and runs. What is missing is marked by a call of [`unwritten`], which names the part
//! and the step of the handout; a run that comes to such a place ends there and says so. Write the step, take
//! the call away, and run `cargo test 2A` again.

#![allow(dead_code, unused_variables, reason = "unwritten steps use nothing: take this away after part 2D")]

use raftapi::prelude::*;

/// What never changes, and the state behind its lock.
pub struct Peer {
    /// This peer's place in `peers`.
    me: usize,
    /// One end for each peer of the cluster; `peers[me]` is of no use.
    peers: Vec<ClientEnd>,
    /// The disk (part 2C).
    persister: Persister,
    /// The way up to the service (part 2B).
    apply: ApplySender,
    state: sim::Mutex<State>,
}

/// What changes: Figure 2, *State*.
struct State {
    role: Role,
    /// The latest term that this peer has heard of: 0 at first, and never falling.
    current_term: u64,
    /// Whom this peer gave its vote in `current_term`.
    voted_for: Option<usize>,
    /// When a follower or candidate has heard nothing for too long (part 2A, step 4).
    election_deadline: sim::Instant,
    // Part 2B adds the log (step 1), commit_index, last_applied, and what a leader knows of the others.
}

/// One entry of the log. Indices begin at 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// The term of the leader that took the command.
    term: u64,
    command: Bytes,
}

/// Figure 2, *RequestVote*: a candidate asks for a vote.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct RequestVote {
    term: u64,
    candidate: usize,
    last_log_index: u64,
    last_log_term: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct RequestVoteReply {
    term: u64,
    vote_granted: bool,
}

impl Rpc for RequestVote {
    type Reply = RequestVoteReply;
    const METHOD: &'static str = "Raft.RequestVote";
}

/// Figure 2, *AppendEntries*: a leader shows that it is there, and from part 2B on brings entries.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct AppendEntries {
    term: u64,
    prev_log_index: u64,
    prev_log_term: u64,
    entries: Vec<Entry>,
    leader_commit: u64,
}

/// Part 2B, step 10, adds to it what a leader needs to go back faster.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct AppendEntriesReply {
    term: u64,
    success: bool,
}

impl Rpc for AppendEntries {
    type Reply = AppendEntriesReply;
    const METHOD: &'static str = "Raft.AppendEntries";
}

/// Figure 13, *InstallSnapshot*, without `offset` and `done`: a snapshot travels in one piece (part 2D).
#[derive(Clone, Debug, Serialize, Deserialize)]
struct InstallSnapshot {
    term: u64,
    last_included_index: u64,
    last_included_term: u64,
    snapshot: Bytes,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct InstallSnapshotReply {
    term: u64,
}

impl Rpc for InstallSnapshot {
    type Reply = InstallSnapshotReply;
    const METHOD: &'static str = "Raft.InstallSnapshot";
}

/// What the service above calls. Every one of these returns at once.
impl Raft for Peer {
    fn make(cx: PeerContext) -> Rc<Self> {
        let state =
            State { role: Role::Follower, current_term: 0, voted_for: None, election_deadline: sim::now() };
        let PeerContext { me, peers, persister, apply } = cx;
        let peer = Rc::new(Self { me, peers, persister, apply, state: sim::Mutex::new(state) });
        peer.restore();
        sim::spawn(peer.clone().watch_for_silence());
        // Part 2B, step 8, spawns the task that hands up what is committed.
        peer
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        server.on(self, Peer::on_request_vote);
        server.on(self, Peer::on_append_entries);
        server.on(self, Peer::on_install_snapshot);
    }

    fn start(self: &Rc<Self>, command: Bytes) -> Option<Started> {
        let state = self.state.lock();
        if state.role != Role::Leader {
            return None;
        }
        unwritten("part 2B, step 2: append the command, and tell its index and term")
    }

    fn state(&self) -> PeerState {
        let state = self.state.lock();
        PeerState { term: state.current_term, is_leader: state.role == Role::Leader }
    }

    fn snapshot(self: &Rc<Self>, index: u64, snapshot: Bytes) {
        unwritten("part 2D, step 2: drop the log up to `index`, and save the rest with the snapshot")
    }

    // Part 2C, step 3, adds `inspect()`. Not before: it promises that what a peer answers is saved.
}

/// Elections: part 2A.
impl Peer {
    /// Runs as long as the peer lives, and has it stand for election when nobody has been heard of for too
    /// long.
    async fn watch_for_silence(self: Rc<Self>) {
        unwritten("part 2A, step 4: wait until nothing has been heard for too long, then stand for election")
    }

    fn on_request_vote(self: &Rc<Self>, request: RequestVote) -> RequestVoteReply {
        unwritten("part 2A, steps 3 and 6: a candidate asks for a vote (2B, step 9, compares the logs)")
    }

    fn on_append_entries(self: &Rc<Self>, request: AppendEntries) -> AppendEntriesReply {
        unwritten("part 2A, steps 3 and 8: a leader shows that it is there (2B, step 3, takes its entries)")
    }
}

/// Persistence: part 2C.
impl Peer {
    /// Saves what must survive a crash, before anything that rests on it leaves this peer.
    fn save(&self, state: &State) {
        unwritten("part 2C, step 1: save term, vote and log")
    }

    /// Goes on from what an earlier life has saved.
    fn restore(&self) {
        if self.persister.state_size() > 0 {
            unwritten("part 2C, step 2: restore what was saved")
        }
    }
}

/// Snapshots: part 2D.
impl Peer {
    fn on_install_snapshot(self: &Rc<Self>, request: InstallSnapshot) -> InstallSnapshotReply {
        unwritten("part 2D, step 7: a leader sends the snapshot, since it has no older entries")
    }
}

impl State {
    /// Somebody was heard who is in `term`: first thing in every handler, and with every reply.
    fn observe_term(&mut self, term: u64) {
        unwritten("part 2A, step 3: what a higher term does, wherever it comes from")
    }
}
