//! A look inside a peer, for whoever checks it: oracles that compare peers, and timelines that show them.

use std::fmt;

/// What [`Raft::inspect`](crate::Raft::inspect) shows of a peer: the state of Figure 2, with the log in short
/// form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// What the peer takes itself for.
    pub role: Role,
    /// `current_term`.
    pub term: u64,
    /// The peer that got this peer's vote in `term`, if any did.
    pub voted_for: Option<usize>,
    /// The highest index known to be committed, 0 if none is.
    pub commit_index: u64,
    /// The highest index handed up to the service, or being handed up right now; 0 if none was.
    pub last_applied: u64,
    /// The last index that the peer's snapshot covers, 0 where there is no snapshot.
    pub snapshot_index: u64,
    /// The term of the entry at `snapshot_index`, 0 where there is no snapshot.
    pub snapshot_term: u64,
    /// The entries of the log, from `snapshot_index + 1` on.
    pub log: Vec<LogMark>,
}

/// One log entry in short form: enough to tell whether two peers hold the same entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LogMark {
    /// The term in which a leader created the entry.
    pub term: u64,
    /// A 64-bit hash of the command: equal commands give equal digests, whichever peer computes them.
    pub digest: u64,
}

impl LogMark {
    /// The mark of an entry of `term` that holds `command`.
    ///
    /// ```
    /// use raftapi::LogMark;
    /// assert_eq!(LogMark::new(3, b"x=1"), LogMark::new(3, b"x=1"));
    /// assert_ne!(LogMark::new(3, b"x=1"), LogMark::new(3, b"x=2"));
    /// ```
    pub fn new(term: u64, command: &[u8]) -> Self {
        Self { term, digest: sim::Digest::of(command) }
    }
}

/// The three roles of §5.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Answers candidates and leaders, and asks for nothing itself.
    Follower,
    /// Is collecting votes.
    Candidate,
    /// Won the election of its term.
    Leader,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Role::Follower => "follower",
            Role::Candidate => "candidate",
            Role::Leader => "leader",
        })
    }
}
