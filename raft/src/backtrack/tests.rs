//! Back-up arithmetic on the logs of Figure 7 and on the course's three cases.

use raftapi::prelude::*;

use crate::log::Log;
use crate::messages::{Entry, Position};

fn log_of(terms: &[u64]) -> Log {
    let mut log = Log::starting_at(Position::default());
    for &term in terms {
        log.append(Entry { term, command: Bytes::new() });
    }
    log
}

/// The indices of `prev_log` in the messages that a new leader sends until the follower accepts one.
fn rounds(leader: &Log, follower: &Log) -> Vec<u64> {
    let mut prev_log = leader.last_position();
    let mut tried = vec![prev_log.index];
    while !follower.contains(prev_log) {
        let index = leader.last_index_that_may_agree(follower.hint_for(prev_log));
        assert!(index < prev_log.index, "each round must lead further back");
        prev_log = leader.position(index);
        tried.push(index);
    }
    tried
}

/// "When the leader at the top comes to power, it is possible that any of scenarios (a-f) could occur in
/// follower logs."
#[test]
fn figure_7() {
    let leader = log_of(&[1, 1, 1, 4, 4, 5, 5, 6, 6, 6]);
    for (name, follower, expected) in [
        ("(a) lacks one entry", vec![1, 1, 1, 4, 4, 5, 5, 6, 6], vec![10, 9]),
        ("(b) lacks six", vec![1, 1, 1, 4], vec![10, 4]),
        ("(c) has one more", vec![1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6], vec![10]),
        ("(d) has two more of a later term", vec![1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7], vec![10]),
        ("(e) has leftovers of term 4", vec![1, 1, 1, 4, 4, 4, 4], vec![10, 5]),
        ("(f) has leftovers of terms 2 and 3", vec![1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3], vec![10, 3]),
    ] {
        assert_eq!(rounds(&leader, &log_of(&follower)), expected, "{name}");
    }
}

/// The three cases that the course's lecture draws: leader and follower, with the first new entry in the
/// leader's log.
#[test]
fn the_courses_cases() {
    for (name, leader, follower, expected) in [
        ("leader lacks the term", vec![4, 6, 6, 6], vec![4, 5, 5], vec![4, 1]),
        ("leader has the term", vec![4, 6, 6, 6], vec![4, 4, 4], vec![4, 1]),
        ("follower is too short", vec![4, 6, 6, 6], vec![4], vec![4, 1]),
    ] {
        assert_eq!(rounds(&log_of(&leader), &log_of(&follower)), expected, "{name}");
    }
}

#[test]
fn one_round_for_each_stretch_of_terms_not_for_each_entry() {
    let mut ours = vec![1];
    let mut theirs = vec![1];
    for term in [2, 4, 6] {
        ours.extend([term; 50]);
        theirs.extend([term + 1; 50]);
    }
    assert_eq!(rounds(&log_of(&ours), &log_of(&theirs)), [151, 101, 51, 1]);
}

/// The log starts behind index 4 of term 2. Up to 3, it takes the snapshot.
#[test]
fn where_a_snapshot_has_replaced_the_entries() {
    let mut leader = log_of(&[1, 1, 2, 2, 3]);
    leader.trim_to(Position { index: 4, term: 2 });
    for (index, term, expected) in [(5, 2, 4), (4, 2, 4), (5, 1, 3), (4, 1, 3), (2, 1, 2), (0, 0, 0)] {
        assert_eq!(leader.last_index_that_may_agree(Position { index, term }), expected, "{index} of {term}");
    }
}
