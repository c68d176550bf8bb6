//! The three RPCs of Figure 2 and Figure 13.

use raftapi::prelude::*;

/// A place in a log: an index, and the term of the entry there. Ordered as §5.4.1 orders the ends of logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) term: u64,
    pub(crate) index: u64,
}

/// One entry: a command, and the term of the leader that took it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) term: u64,
    #[serde(with = "labgob::shared")]
    pub(crate) command: Bytes,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct RequestVote {
    pub(crate) term: u64,
    pub(crate) candidate: usize,
    /// The last entry of the candidate's log.
    pub(crate) last: Place,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Vote {
    pub(crate) term: u64,
    pub(crate) granted: bool,
}

/// Entries for a follower, or a heartbeat: the same without entries.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AppendEntries {
    pub(crate) term: u64,
    /// The entry right before `entries`.
    pub(crate) prev: Place,
    pub(crate) entries: Vec<Entry>,
    pub(crate) leader_commit: u64,
}

impl AppendEntries {
    pub(crate) fn is_heartbeat(&self) -> bool {
        self.entries.is_empty()
    }

    /// Up to where the two logs are known to be the same if the follower agrees.
    pub(crate) fn last_new_index(&self) -> u64 {
        self.prev.index + self.entries.len() as u64
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Appended {
    pub(crate) term: u64,
    pub(crate) success: bool,
    /// The follower's `commit_index`. Up to there its log agrees with every leader's, so a leader that was
    /// refused can go on from it and need not search (where the course's hint searches term by term).
    pub(crate) commit_index: u64,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct InstallSnapshot {
    pub(crate) term: u64,
    /// The last entry that the snapshot covers.
    pub(crate) last_included: Place,
    #[serde(with = "labgob::shared")]
    pub(crate) snapshot: Bytes,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Installed {
    pub(crate) term: u64,
}

impl Rpc for RequestVote {
    type Reply = Vote;
    const METHOD: &'static str = "Raft.RequestVote";
}

impl Rpc for AppendEntries {
    type Reply = Appended;
    const METHOD: &'static str = "Raft.AppendEntries";
}

impl Rpc for InstallSnapshot {
    type Reply = Installed;
    const METHOD: &'static str = "Raft.InstallSnapshot";
}
