//! What peers say to each other: `RequestVote` and `AppendEntries` of Figure 2, and `InstallSnapshot` of
//! Figure 13.
//!
//! Every message and every answer carries its sender's term, by which stale leaders and stale messages are
//! recognised.

use raftapi::prelude::*;

/// One entry of the log: a command, and the term in which a leader received it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) term: u64,
    /// Received entries share the bytes of the message that they came in.
    #[serde(with = "labgob::shared")]
    pub(crate) command: Bytes,
}

/// A place in a log, and the term of the entry there. By §5.3 (Log Matching) two logs that share a position
/// share everything before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    pub(crate) index: u64,
    pub(crate) term: u64,
}

/// A candidate asks for a vote (§5.2).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct RequestVote {
    pub(crate) term: u64,
    pub(crate) candidate: usize,
    /// The end of the candidate's log, by which voters judge whether it may lead (§5.4.1).
    pub(crate) last_log: Position,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RequestVoteReply {
    pub(crate) term: u64,
    pub(crate) vote_granted: bool,
}

/// A leader sends entries (§5.3), or just shows that it is there: a heartbeat is an `AppendEntries` without
/// entries, and is in no way treated differently (§5.2). The figure's `leaderId` is left out: the lab's
/// clients find the leader by asking everybody.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AppendEntries {
    pub(crate) term: u64,
    /// The entry right before `entries`: the follower must hold the same one.
    pub(crate) prev_log: Position,
    pub(crate) entries: Vec<Entry>,
    pub(crate) leader_commit: u64,
}

impl AppendEntries {
    /// The last index that leader and follower are known to share, once the follower has accepted this
    /// message.
    pub(crate) fn last_new_index(&self) -> u64 {
        self.prev_log.index + self.entries.len() as u64
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AppendEntriesReply {
    pub(crate) term: u64,
    pub(crate) outcome: Outcome,
}

/// What became of an `AppendEntries`: the paper's `success`, with the two reasons for `false` kept apart.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Outcome {
    /// The follower's log now agrees with the leader's up to the last of the entries sent.
    Accepted,
    /// The message is from a leader that has been replaced.
    StaleTerm,
    /// The follower does not hold `prev_log`. The last position where the two logs may still agree is this
    /// one, as far as the follower can tell (see `backtrack`).
    Mismatch(Position),
}

/// A leader sends its snapshot in place of entries that it no longer has (§7). The lab sends it in one piece.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct InstallSnapshot {
    pub(crate) term: u64,
    /// The last entry that the snapshot covers.
    pub(crate) last_included: Position,
    #[serde(with = "labgob::shared")]
    pub(crate) snapshot: Bytes,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct InstallSnapshotReply {
    pub(crate) term: u64,
}

impl Rpc for RequestVote {
    type Reply = RequestVoteReply;
    const METHOD: &'static str = "Raft.RequestVote";
}

impl Rpc for AppendEntries {
    type Reply = AppendEntriesReply;
    const METHOD: &'static str = "Raft.AppendEntries";
}

impl Rpc for InstallSnapshot {
    type Reply = InstallSnapshotReply;
    const METHOD: &'static str = "Raft.InstallSnapshot";
}
