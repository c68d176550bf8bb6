//! The bugs: each a mistake that people really make in the lab, or that was found in a Raft in production.

mod elections;
mod persistence;
mod replication;
mod simulation;
mod snapshots;

use std::fmt;
use std::str::FromStr;

use tester::names::nearest;

/// A switch of [`Peer`](crate::Peer).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each has its words in its Specimen")]
pub enum Bug {
    /// `vote-twice`
    VoteTwice,
    /// `vote-reset-same-term`
    VoteResetSameTerm,
    /// `vote-ignores-log`
    VoteIgnoresLog,
    /// `vote-by-length`
    VoteByLength,
    /// `stale-votes`
    StaleVotes,
    /// `half-is-majority`
    HalfIsMajority,
    /// `timer-reset-on-any-rpc`
    TimerResetOnAnyRpc,
    /// `timer-kept-on-vote`
    TimerKeptOnVote,
    /// `timer-fixed`
    TimerFixed,
    /// `sync-vote`
    SyncVote,
    /// `sync-heartbeat`
    SyncHeartbeat,
    /// `reply-term-ignored`
    ReplyTermIgnored,
    /// `candidate-stubborn`
    CandidateStubborn,
    /// `late-args`
    LateArgs,
    /// `commit-old-term`
    CommitOldTerm,
    /// `truncate-always`
    TruncateAlways,
    /// `heartbeat-unchecked`
    HeartbeatUnchecked,
    /// `commit-unclamped`
    CommitUnclamped,
    /// `no-prev-check`
    NoPrevCheck,
    /// `match-optimistic`
    MatchOptimistic,
    /// `stale-append-reply`
    StaleAppendReply,
    /// `match-regresses`
    MatchRegresses,
    /// `next-is-match`
    NextIsMatch,
    /// `back-up-by-one`
    BackUpByOne,
    /// `resend-all`
    ResendAll,
    /// `chatty`
    Chatty,
    /// `start-when-follower`
    StartWhenFollower,
    /// `apply-in-tasks`
    ApplyInTasks,
    /// `apply-skips`
    ApplySkips,
    /// `no-persist-vote`
    NoPersistVote,
    /// `no-persist-term`
    NoPersistTerm,
    /// `no-persist-log`
    NoPersistLog,
    /// `leader-no-persist`
    LeaderNoPersist,
    /// `reply-before-persist`
    ReplyBeforePersist,
    /// `snapshot-not-saved`
    SnapshotNotSaved,
    /// `log-not-trimmed`
    LogNotTrimmed,
    /// `keep-diverged-suffix`
    KeepDivergedSuffix,
    /// `apply-races-install`
    ApplyRacesInstall,
    /// `apply-under-lock`
    ApplyUnderLock,
    /// `boundary-term-lost`
    BoundaryTermLost,
    /// `no-install`
    NoInstall,
    /// `lock-across-rpc`
    LockAcrossRpc,
    /// `spin`
    Spin,
    /// `never-yields`
    NeverYields,
    /// `wall-clock`
    WallClock,
    /// `hash-order`
    HashOrder,
    /// `panics`
    Panics,
}

/// What a bug is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Electing leaders.
    Elections,
    /// Replicating, committing and applying entries.
    Replication,
    /// Surviving crashes.
    Persistence,
    /// Snapshots.
    Snapshots,
    /// Keeping to the simulation's rules.
    Simulation,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Elections => "elections",
            Self::Replication => "replication",
            Self::Persistence => "persistence",
            Self::Snapshots => "snapshots",
            Self::Simulation => "simulation",
        })
    }
}

/// Where a bug is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The notes of the course that this project grew from: marked †.
    CourseNotes,
    /// Solutions of the lab, and Rafts in production.
    Folklore,
}

/// What there is to say about a bug.
#[derive(Debug)]
pub struct Specimen {
    /// The switch.
    pub bug: Bug,
    /// Its name on the command line.
    pub id: &'static str,
    /// What it is about.
    pub part: Part,
    /// Where it is known from.
    pub origin: Origin,
    /// What the peer does wrong.
    pub mistake: &'static str,
    /// What comes of it.
    pub breaks: &'static str,
    /// The rules that a report may rightly name.
    pub right_rules: &'static [&'static str],
    /// The tests that catch it best.
    pub nets: &'static [&'static str],
}

impl Specimen {
    /// The name with a † for the bugs of the course notes.
    pub fn marked_id(&self) -> String {
        match self.origin {
            Origin::CourseNotes => format!("{} †", self.id),
            Origin::Folklore => self.id.to_owned(),
        }
    }
}

/// All bugs, in the order of the variants of [`Bug`].
pub fn all() -> impl Iterator<Item = &'static Specimen> {
    let parts: [&[Specimen]; 5] =
        [&elections::ALL, &replication::ALL, &persistence::ALL, &snapshots::ALL, &simulation::ALL];
    parts.into_iter().flatten()
}

/// A name that no bug has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no bug called `{wanted}`; {}`zoo list` shows them all", suggestion(near))]
pub struct UnknownBug {
    /// What was asked for.
    pub wanted: String,
    /// The most similar names, the best first; empty where none is similar.
    pub near: Vec<&'static str>,
}

fn suggestion(near: &[&str]) -> String {
    if near.is_empty() { String::new() } else { format!("did you mean {}? ", near.join(", ")) }
}

impl Bug {
    /// What there is to say about it.
    ///
    /// # Panics
    /// Never: every bug has a specimen.
    pub fn specimen(self) -> &'static Specimen {
        all().find(|specimen| specimen.bug == self).expect("every bug has a specimen")
    }

    /// Its name on the command line.
    pub fn id(self) -> &'static str {
        self.specimen().id
    }
}

impl FromStr for Bug {
    type Err = UnknownBug;

    fn from_str(text: &str) -> Result<Self, UnknownBug> {
        if let Some(specimen) = all().find(|specimen| specimen.id == text) {
            return Ok(specimen.bug);
        }
        let near = nearest(text, all().map(|specimen| (specimen.id, specimen.id)));
        Err(UnknownBug { wanted: text.to_owned(), near })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list that the harness was promised to catch, in its order.
    const PROMISED: [&str; 47] = [
        "vote-twice",
        "vote-reset-same-term",
        "vote-ignores-log",
        "vote-by-length",
        "stale-votes",
        "half-is-majority",
        "timer-reset-on-any-rpc",
        "timer-kept-on-vote",
        "timer-fixed",
        "sync-vote",
        "sync-heartbeat",
        "reply-term-ignored",
        "candidate-stubborn",
        "late-args",
        "commit-old-term",
        "truncate-always",
        "heartbeat-unchecked",
        "commit-unclamped",
        "no-prev-check",
        "match-optimistic",
        "stale-append-reply",
        "match-regresses",
        "next-is-match",
        "back-up-by-one",
        "resend-all",
        "chatty",
        "start-when-follower",
        "apply-in-tasks",
        "apply-skips",
        "no-persist-vote",
        "no-persist-term",
        "no-persist-log",
        "leader-no-persist",
        "reply-before-persist",
        "snapshot-not-saved",
        "log-not-trimmed",
        "keep-diverged-suffix",
        "apply-races-install",
        "apply-under-lock",
        "boundary-term-lost",
        "no-install",
        "lock-across-rpc",
        "spin",
        "never-yields",
        "wall-clock",
        "hash-order",
        "panics",
    ];

    #[test]
    fn no_bug_of_the_list_is_missing() {
        let ids: Vec<&str> = all().map(|specimen| specimen.id).collect();
        assert_eq!(ids, PROMISED);
        assert!(all().map(|specimen| specimen.bug).is_sorted());
        assert_eq!(all().filter(|specimen| specimen.origin == Origin::CourseNotes).count(), 10);
    }

    #[test]
    fn names_and_bugs_belong_together() {
        for specimen in all() {
            assert_eq!(specimen.id.parse(), Ok(specimen.bug));
            assert_eq!(specimen.bug.id(), specimen.id);
            assert!(!specimen.right_rules.is_empty(), "{}", specimen.id);
        }
    }

    #[test]
    fn a_name_that_no_bug_has_is_refused_with_near_ones() {
        let refusal = |text: &str| text.parse::<Bug>().expect_err("no such bug").to_string();
        assert_eq!(
            refusal("vote-twise"),
            "there is no bug called `vote-twise`; did you mean vote-twice, vote-reset-same-term? `zoo list` \
             shows them all"
        );
        assert!(refusal("heartbeat").contains("did you mean sync-heartbeat, heartbeat-unchecked?"));
        assert_eq!(refusal("zzz"), "there is no bug called `zzz`; `zoo list` shows them all");
        assert_eq!(refusal(""), "there is no bug called ``; `zoo list` shows them all");
    }
}
