//! Where to look first, for each rule that an implementation can break.

use super::{AgreementFailure, Failure, LeadershipFailure, Spoilt};

/// Where to look for the cause of `failure`; `None` where its own message says it all.
pub(crate) fn hint(failure: &Failure) -> Option<&'static str> {
    let rule = match failure {
        // A command that nobody takes is not about replication.
        Failure::Agreement(AgreementFailure::NotReached { last: None, claims, .. }) => {
            let is_led = claims.iter().any(|claim| claim.is_leader);
            if is_led { "leader-accepts" } else { "leader-in-time" }
        }
        Failure::Leadership(LeadershipFailure::TermNeverStable { last: Spoilt::Refused { .. }, .. }) => {
            "leader-accepts"
        }
        Failure::Leadership(LeadershipFailure::TermNeverStable { last: Spoilt::TwoTerms { .. }, .. }) => {
            "term-of-command"
        }
        failure => failure.rule(),
    };
    Some(match rule {
        "one-leader-per-term" => {
            "a server votes at most once in a term, and only replies of the term it stands in count for \
             a candidate (Figure 2, RequestVote)"
        }
        "leader-needs-majority" => {
            "a candidate leads only with votes from more than half of all peers, the dead included"
        }
        "leader-in-time" => {
            "do election timeouts differ from peer to peer and from time to time (5.2)? Does a candidate \
             ask all peers at once, without waiting for each answer?"
        }
        "terms-agree" | "stable-term" => {
            "heartbeats must keep arriving more often than the shortest election timeout, and reset the timer"
        }
        "election-raises-term" => "a candidate increments current_term before it asks for votes (5.2)",
        "applied-commands-agree" => {
            "only entries of the leader's current term commit by counting replicas (5.4.2); votes go to \
             logs that are up to date (5.4.1)"
        }
        "apply-order" => "one task alone should hand up entries, from last_applied + 1 to commit_index",
        "snapshot-index" | "snapshot-content" => {
            "a snapshot travels with its index and term, and is saved in one step with the log after it"
        }
        "agreement-in-time" | "applied-by-enough" => {
            "does the leader send new entries at once, retry what was lost, and step next_index back by \
             more than one after a rejection (5.3)?"
        }
        "commit-needs-majority" => {
            "commit_index moves only to an index that more than half of all peers hold"
        }
        "leader-accepts" | "term-of-command" => {
            "start() takes every command while state() says that the peer leads, in that same term"
        }
        "index-of-command" => "indexes begin at 1, and a leader adds no entries of its own to the log",
        "submitted-is-applied" | "only-submitted-commands" | "committed-stays" => {
            "a conflicting entry is removed only if its term differs; a committed one never is (5.3, 5.4.1)"
        }
        "rpc-count" | "rpc-bytes" => {
            "heartbeats at most ten times a second, no busy retries, each entry to each peer about once"
        }
        "log-size" => "snapshot() must drop the entries up to its index, and save the shorter log",
        "no-deadlock" => {
            "every task waits, and what each waits for must come from another: who was to give it?"
        }
        "no-livelock" => "is there a loop that only yields, or sleeps for no time? Let time pass in it",
        "step-limit" => "is there a loop that sleeps for far too short a time? Some milliseconds are usual",
        "test-time" => "the test was still going on: which of its steps took so long? `--log` shows them",
        "handlers-answer" => "a handler must answer by itself, without waiting for anybody else",
        "event-limit" => "is there a loop that sends or spawns without waiting for time to pass?",
        "leader-after-heal" => {
            "once all peers can talk, one election or two must settle it: only a vote given and a current \
             leader's message reset the timer, and a higher term in a reply ends a candidacy (5.2)"
        }
        "agreement-after-heal" => {
            "does a leader go on sending to peers that were away for long, and does an answer from an \
             earlier term leave next_index and match_index alone?"
        }
        "accepted-commits" => {
            "match_index never falls: answers overtake each other, and an old one must take nothing back"
        }
        "equal-logs" => "heartbeats carry what a follower lacks, and tell it how far the log is committed",
        "higher-term-obeyed" => {
            "whoever sees a higher term, in a reply too, is a follower from then on (5.1)"
        }
        _ => return None,
    })
}
