//! The situations, by name.

use std::fmt;

/// From where a situation is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vantage {
    /// What happens to a peer, and what it says and does.
    Outside,
    /// A look inside, by [`Raft::inspect`](raftapi::Raft::inspect).
    Inside,
}

/// One source for the names, the sentences and the documentation.
macro_rules! situations {
    ($($variant:ident $name:literal $vantage:ident $sentence:literal)*) => {
        /// Something that happens in a run and that a sound Raft must cope with.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Situation {
            $(#[doc = $sentence] $variant,)*
        }

        impl Situation {
            /// All situations: elections, the log, messages, crashes, snapshots.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name, such as `split-vote`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What happens, in one sentence.
            pub const fn sentence(self) -> &'static str {
                match self {
                    $(Self::$variant => $sentence,)*
                }
            }

            /// From where it is to be seen.
            pub const fn vantage(self) -> Vantage {
                match self {
                    $(Self::$variant => Vantage::$vantage,)*
                }
            }
        }
    };
}

situations! {
    LeaderElected "leader-elected" Outside
        "A peer became leader."
    LeaderReplaced "leader-replaced" Outside
        "A peer became leader after another one had been."
    LeaderDeposed "leader-deposed" Outside
        "A leader learned of a higher term and stepped down."
    TwoLeaders "two-leaders" Outside
        "A peer became leader while another still took itself for one, in another term."
    SplitVote "split-vote" Inside
        "Candidates of one term asked each other for votes, and nobody won that term."
    CandidateYields "candidate-yields" Inside
        "A candidate became follower of the leader of its own term."
    OldLogRefused "old-log-refused" Inside
        "A peer that had not voted refused a candidate, whose log was older than its own."
    NoQuorum "no-quorum" Outside
        "No peer could exchange messages with a majority, for cuts and crashes."

    AppliedByAll "applied-by-all" Outside
        "A command was applied by every peer."
    InFlight "in-flight" Outside
        "A leader took a command before anybody had applied the one before it."
    ChangeInFlight "change-in-flight" Outside
        "A peer became leader while nobody had applied a command that a leader before it had taken."
    LonelyLeaderAccepts "lonely-leader-accepts" Outside
        "A leader that could not exchange messages with a majority took a command."
    AcceptedInVain "accepted-in-vain" Outside
        "A leader took a command for an index at which another was applied."
    CaughtUp "caught-up" Outside
        "A peer applied what the others had applied while it was down or without a majority."
    ConflictRemoved "conflict-removed" Inside
        "A follower removed entries that were in conflict with its leader's."
    ConflictOverTerms "conflict-over-terms" Inside
        "A follower removed entries of several terms at once."
    LogReplaced "log-replaced" Inside
        "A follower removed every entry of its log."
    EarlierTermCommitted "earlier-term-committed" Inside
        "A leader committed an entry of an earlier term together with one of its own on top (section 5.4.2)."

    OldRequest "old-request" Outside
        "A request that was sent in an older term reached a peer."
    StaleReply "stale-reply" Outside
        "A reply reached a peer that had moved on to a higher term since it asked."
    LateVote "late-vote" Inside
        "The answer to a candidate's request reached it when it stood in a later term."
    LateAnswerToLeader "late-answer-to-leader" Outside
        "The answer to a leader's request reached it when it led again, in a later term."
    RequestOvertaken "request-overtaken" Outside
        "A request reached a peer after a later one from the same sender."
    ReplyOvertaken "reply-overtaken" Outside
        "A reply reached a peer after the reply to a later request of its own to the same peer."
    DuplicateRequest "duplicate-request" Outside
        "The network delivered one request twice."
    AnswerLost "answer-lost" Outside
        "A peer handled a request, and the sender never got its answer."

    EverybodyDown "everybody-down" Outside
        "All peers were down at the same time."
    LeaderPaused "leader-paused" Outside
        "A leader stood still for a while."
    LeaderCrashWithTail "leader-crash-with-tail" Outside
        "A leader crashed with commands that it had taken and that nobody had applied."
    CrashBeforeReply "crash-before-reply" Outside
        "A peer crashed after it had saved on account of a request, and before it answered."
    RestartWithEntries "restart-with-entries" Inside
        "A peer restarted with entries in its log."
    RestartWithVote "restart-with-vote" Inside
        "A peer restarted with a vote in a term that none of the others was beyond."
    RestartWithSnapshot "restart-with-snapshot" Outside
        "A peer restarted with a snapshot."

    SnapshotTaken "snapshot-taken" Outside
        "A service gave its peer a snapshot."
    SnapshotInstalled "snapshot-installed" Outside
        "A peer handed its service a snapshot of commands that the service had not applied."
    SnapshotAfterAbsence "snapshot-after-absence" Outside
        "A peer got a snapshot of what it had missed, or of some of it, while it was down or without a majority."
    SnapshotOverConflict "snapshot-over-conflict" Inside
        "A leader's snapshot replaced entries that were in conflict with it."
    SnapshotBeforeTail "snapshot-before-tail" Inside
        "A leader's snapshot replaced the beginning of a log and left the entries behind it."
}

impl Situation {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The situation of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|situation| situation.as_str() == name)
    }
}

impl fmt::Display for Situation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_find_their_situations_and_are_the_variants_names() {
        for (place, &situation) in Situation::ALL.iter().enumerate() {
            assert_eq!((Situation::find(situation.as_str()), situation as usize), (Some(situation), place));
            let letters: String = situation.as_str().split('-').collect();
            assert_eq!(letters, format!("{situation:?}").to_lowercase());
        }
        assert_eq!(Situation::find("split"), None);
    }

    #[test]
    fn every_situation_is_one_sentence() {
        for situation in Situation::ALL {
            let sentence = situation.sentence();
            assert!(sentence.starts_with(char::is_uppercase) && sentence.ends_with('.'), "{sentence}");
        }
    }
}
