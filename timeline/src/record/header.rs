//! The first line of a trace, and the last.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which run it is, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Always [`FORMAT`](super::FORMAT).
    pub format: String,
    /// The version of the format.
    pub version: u32,
    /// The test's name, such as `figure8_2C`.
    pub test: String,
    /// The part that the test belongs to, such as `2C`.
    pub part: String,
    /// The title that the lab prints, such as `Figure 8`.
    pub title: String,
    /// The seed of the run.
    pub seed: u64,
    /// How many peers there are; their numbers go from 0 on.
    pub peers: usize,
    /// The program that ran.
    pub build: Build,
    /// The command line that repeats the run.
    pub replay: String,
    /// What came of it; none if the test passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Verdict>,
    /// The digest of everything observable in the run, as 16 hexadecimal digits.
    pub digest: String,
    /// How many events the run had.
    pub events: u64,
    /// When the run ended, in virtual nanoseconds.
    pub ended: u64,
    /// What the run was told beyond its test and its seed: as in the `steering` of a case that `shrink`
    /// wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steering: Option<Value>,
    /// Events that somebody has found to matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// The program that ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    /// The harness's version.
    pub raftlab: String,
    /// The digest of the program's file: equal for equal builds.
    pub program: String,
}

/// Why a test failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The class of the failure: `safety`, `panic`, `nondeterminism`, `hang`, `liveness`, `cost`, or
    /// `harness` where the harness itself failed.
    pub class: String,
    /// The rule that was broken.
    pub rule: String,
    /// One sentence, with the evidence.
    pub message: String,
    /// The event at which it showed; none where only the end of the run showed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<u64>,
    /// When it showed.
    pub at: u64,
    /// The peers concerned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub peers: Vec<usize>,
    /// The section of the Raft paper, or the step of the lab, where the rule comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// The card that explains the rule, paragraph by paragraph; as much of it as hints are allowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub card: Vec<String>,
}

/// An event that somebody has found to matter: where a failure was decided, say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The event.
    pub event: u64,
    /// A word or two, such as `decided`.
    pub label: String,
    /// Why it matters, in a sentence.
    pub text: String,
}

/// The end of a whole trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// How many lines stand before this one, the header included.
    pub lines: u64,
}
