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
    on_elections(rule).or_else(|| on_the_log(rule)).or_else(|| on_the_run(rule))
}

/// Votes, terms, leaders, and what they take.
fn on_elections(rule: &str) -> Option<&'static str> {
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
        "term-never-falls" => "current_term is only ever raised, and saved whenever it changes (5.1)",
        "index-once-per-term" => "each command gets the next index of the log; entries of this term stay",
        "only-leaders-start" => "start() refuses unless the peer leads at that moment, and gives its term",
        "higher-term-obeyed" => "look at the term of every reply, and step down if it is higher (Figure 2)",
        "candidate-yields" => {
            "a candidate that gets AppendEntries of its own term has lost, and becomes a follower (5.2)"
        }
        "vote-resets-timer" => "granting a vote starts a new election timeout (Figure 2, Followers)",
        "one-vote-per-term" => "voted_for is cleared only when current_term rises (Figure 2)",
        "durable-term" => {
            "current_term is saved before any answer that shows it (Figure 2, persistent state)"
        }
        "durable-vote" => "voted_for is saved before the vote is answered, with the term it belongs to",
        "leader-accepts" | "term-of-command" => {
            "start() takes every command while state() says that the peer leads, in that same term"
        }
        "index-of-command" => "indexes begin at 1, and a leader adds no entries of its own to the log",
        _ => return None,
    })
}

/// Entries, commits, snapshots.
fn on_the_log(rule: &str) -> Option<&'static str> {
    Some(match rule {
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
            "commit_index moves only to an index that more than half of all peers hold, and have saved"
        }
        "leader-append-only" => "only followers remove entries, never the leader of the term (Figure 3)",
        "log-matching" => {
            "entries are taken only where the entry before them matches, in index and term (5.3)"
        }
        "only-conflicts-removed" => {
            "remove entries only from the first that differs in its term on: messages come late and out of \
             order (Figure 2, AppendEntries 3)"
        }
        "leader-completeness" => {
            "a vote is refused to a candidate whose log is less up-to-date: its last term counts first, then \
             its length (5.4.1)"
        }
        "commit-own-term" => {
            "replicas are counted only for entries of the leader's own term (5.4.2, Figure 8)"
        }
        "commit-never-falls" => "an old message does not take commit_index back: it only rises (Figure 2)",
        "applied-within-commit" => {
            "commit_index becomes at most the index of the last new entry (Figure 2, AppendEntries 5), and only \
             what is below it is applied"
        }
        "durable-log" => "new entries are saved before the answer to AppendEntries, not after it",
        "durable-snapshot" => "the trimmed log and the snapshot are saved together, in one call of save (7)",
        "snapshot-boundary" => {
            "the term of the last entry that the snapshot covers must be kept, saved and sent with it (7)"
        }
        "submitted-is-applied" | "only-submitted-commands" | "committed-stays" => {
            "a conflicting entry is removed only if its term differs; a committed one never is (5.3, 5.4.1)"
        }
        _ => return None,
    })
}

/// What a run may cost, and how it can get stuck.
fn on_the_run(rule: &str) -> Option<&'static str> {
    Some(match rule {
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
        _ => return None,
    })
}
