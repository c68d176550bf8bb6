//! What a peer shows of its inside, told as what has changed of it.

use serde::{Deserialize, Deserializer, Serialize};

/// What has changed of a peer in the step to which event `after` belongs, or, where its log is so long that
/// it is not looked at after every step, in the last steps up to that one. What is left out is as before. The
/// first of each life has everything; nothing is known before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct State {
    /// The last event before it.
    pub after: u64,
    /// When it changed.
    pub at: u64,
    /// The peer.
    pub node: usize,
    /// Whether it runs: `false` at a crash, from which on nothing else is known, and `true` when it is
    /// started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub running: Option<bool>,
    /// What it takes itself for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Its `current_term`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<u64>,
    /// Who has its vote in this term: `null` for nobody.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "told")]
    pub voted_for: Option<Option<usize>>,
    /// Its `commit_index`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<u64>,
    /// Its `last_applied`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied: Option<u64>,
    /// Where its snapshot ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<Snapshot>,
    /// What became of its log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<LogChange>,
}

/// The three roles of §5.1 of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Answers others.
    Follower,
    /// Collects votes.
    Candidate,
    /// Leads its term.
    Leader,
}

/// Where a snapshot ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// The last index that it covers, 0 where there is none.
    pub index: u64,
    /// The term of the entry there.
    pub term: u64,
}

/// What became of a log: entries from `from` on were replaced by `entries`. Entries that a snapshot covers
/// are gone without being told here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogChange {
    /// The first index that differs from before.
    pub from: u64,
    /// The entries from there on, to the end of the log.
    pub entries: Vec<Entry>,
}

/// One entry: its term, and a digest that tells commands apart, as 8 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry(pub u64, pub String);

/// A field that is there, be it `null`.
#[allow(clippy::option_option, reason = "left out, for nobody, and for somebody are three things")]
fn told<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<usize>>, D::Error> {
    Option::<usize>::deserialize(from).map(Some)
}
