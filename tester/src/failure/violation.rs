//! A rule of Raft that was broken, as an oracle saw it: at the very event, before the test's script could.

use std::fmt;

use sim::Instant;

use super::Class;

/// A rule of Raft, or of the lab, that the oracles check in every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// At most one peer, in one of its lives, ever leads in a term.
    OneLeaderPerTerm,
    /// A peer's term does not fall while it lives.
    TermNeverFalls,
    /// What is applied at an index is the same everywhere and for ever.
    AppliedCommandsAgree,
    /// Indices are applied one after the other.
    ApplyOrder,
    /// A snapshot that is handed up says the index that it was taken at.
    SnapshotIndex,
    /// A snapshot that is handed up is one that the service made.
    SnapshotContent,
    /// What is applied was submitted, for that index.
    OnlySubmittedCommands,
    /// `start()` promises each index once in a term, in rising order.
    IndexOncePerTerm,
    /// `start()` takes commands only in the term that the peer leads.
    OnlyLeadersStart,
    /// Whoever hears of a higher term enters it.
    HigherTermObeyed,
    /// A candidate that hears from its term's leader becomes a follower.
    CandidateYields,
    /// Granting a vote is a reason to wait for another election timeout.
    VoteResetsTimer,
    /// A peer votes once in a term, and the vote stands.
    OneVotePerTerm,
    /// A leader has the votes of a majority.
    LeaderNeedsMajority,
    /// A leader only appends to its log.
    LeaderAppendOnly,
    /// Entries with the same index and term are the same, and so are all before them.
    LogMatching,
    /// A follower removes entries only where they conflict with the leader's.
    OnlyConflictsRemoved,
    /// Committed entries stay, and are the same everywhere.
    CommittedStays,
    /// A leader has every entry that was committed before its term.
    LeaderCompleteness,
    /// Only what a majority holds on its disks is committed.
    CommitNeedsMajority,
    /// A leader counts replicas only of its own term's entries.
    CommitOwnTerm,
    /// `commit_index` and `last_applied` do not fall while a peer lives.
    CommitNeverFalls,
    /// What is applied is committed, and what is committed is in the log.
    AppliedWithinCommit,
    /// A term survives a crash.
    DurableTerm,
    /// A vote survives a crash.
    DurableVote,
    /// Entries that a peer has taken survive a crash.
    DurableLog,
    /// A snapshot survives a crash together with the log behind it.
    DurableSnapshot,
    /// A snapshot ends at a committed entry, and knows its term.
    SnapshotBoundary,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 28] = [
        Self::OneLeaderPerTerm,
        Self::TermNeverFalls,
        Self::AppliedCommandsAgree,
        Self::ApplyOrder,
        Self::SnapshotIndex,
        Self::SnapshotContent,
        Self::OnlySubmittedCommands,
        Self::IndexOncePerTerm,
        Self::OnlyLeadersStart,
        Self::HigherTermObeyed,
        Self::CandidateYields,
        Self::VoteResetsTimer,
        Self::OneVotePerTerm,
        Self::LeaderNeedsMajority,
        Self::LeaderAppendOnly,
        Self::LogMatching,
        Self::OnlyConflictsRemoved,
        Self::CommittedStays,
        Self::LeaderCompleteness,
        Self::CommitNeedsMajority,
        Self::CommitOwnTerm,
        Self::CommitNeverFalls,
        Self::AppliedWithinCommit,
        Self::DurableTerm,
        Self::DurableVote,
        Self::DurableLog,
        Self::DurableSnapshot,
        Self::SnapshotBoundary,
    ];

    /// The short constant name, such as `one-vote-per-term`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OneLeaderPerTerm => "one-leader-per-term",
            Self::TermNeverFalls => "term-never-falls",
            Self::AppliedCommandsAgree => "applied-commands-agree",
            Self::ApplyOrder => "apply-order",
            Self::SnapshotIndex => "snapshot-index",
            Self::SnapshotContent => "snapshot-content",
            Self::OnlySubmittedCommands => "only-submitted-commands",
            Self::IndexOncePerTerm => "index-once-per-term",
            Self::OnlyLeadersStart => "only-leaders-start",
            Self::HigherTermObeyed => "higher-term-obeyed",
            Self::CandidateYields => "candidate-yields",
            Self::VoteResetsTimer => "vote-resets-timer",
            Self::OneVotePerTerm => "one-vote-per-term",
            Self::LeaderNeedsMajority => "leader-needs-majority",
            Self::LeaderAppendOnly => "leader-append-only",
            Self::LogMatching => "log-matching",
            Self::OnlyConflictsRemoved => "only-conflicts-removed",
            Self::CommittedStays => "committed-stays",
            Self::LeaderCompleteness => "leader-completeness",
            Self::CommitNeedsMajority => "commit-needs-majority",
            Self::CommitOwnTerm => "commit-own-term",
            Self::CommitNeverFalls => "commit-never-falls",
            Self::AppliedWithinCommit => "applied-within-commit",
            Self::DurableTerm => "durable-term",
            Self::DurableVote => "durable-vote",
            Self::DurableLog => "durable-log",
            Self::DurableSnapshot => "durable-snapshot",
            Self::SnapshotBoundary => "snapshot-boundary",
        }
    }

    /// How grave it is to break it.
    pub const fn class(self) -> Class {
        match self {
            Self::HigherTermObeyed | Self::CandidateYields | Self::VoteResetsTimer => Class::Liveness,
            _ => Class::Safety,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A rule was broken: the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// The event at which it showed. What shows when a step is over, or when a peer has been restarted, has
    /// the last event before that.
    pub event: u64,
    /// When it showed.
    pub at: Instant,
    /// The peers that the evidence names.
    pub peers: Vec<usize>,
    /// The log index that it is about, if it is about one.
    pub index: Option<u64>,
    /// What was seen, with both values, as in `peer 2 voted for peer 0 and then for peer 1 in term 4`.
    pub message: String,
}

/// As in `peer 2 voted for peer 0 and then for peer 1 in term 4 (event 812)`.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (event {})", self.message, self.event)
    }
}

impl std::error::Error for Violation {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_listed_once_under_a_name_of_its_own() {
        assert!(Rule::ALL.is_sorted_by(|one, other| one < other));
        let mut names = Rule::ALL.map(Rule::as_str);
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
