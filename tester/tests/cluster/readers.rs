//! The plain service: what it refuses, and in which words.

use raftapi::ApplyMsg;
use tester::cluster::{Committed, Service};
use tester::failure::{Class, Failure};

use crate::puppet::{applied, applied_all, command, play, settle};

/// What the test meets at its next look, after the peers have handed this up.
fn refused(messages: [Vec<ApplyMsg>; 3]) -> Option<Failure> {
    play(
        Service::Plain,
        |strings| messages.into_iter().enumerate().for_each(|(peer, script)| strings.hand_up(peer, script)),
        |cluster, _| async move {
            settle().await;
            cluster.n_committed(1).err()
        },
    )
}

#[test]
fn what_is_in_order_and_agrees_is_counted() {
    let committed = play(
        Service::Plain,
        |strings| {
            strings.hand_up(0, applied_all(1..=5));
            strings.hand_up(2, applied_all(1..=2));
        },
        |cluster, _| async move {
            settle().await;
            [2, 3, 6].map(|index| cluster.n_committed(index).unwrap())
        },
    );
    let of = |count, number: Option<u64>| Committed { count, command: number.map(command) };
    assert_eq!(committed, [of(2, Some(102)), of(1, Some(103)), of(0, None)]);
}

#[test]
fn disagreement_names_both_peers_the_index_and_both_commands() {
    let failure = refused([applied_all(1..=3), vec![], vec![applied(1, 101), applied(2, 815)]]).unwrap();
    assert_eq!((failure.class(), failure.rule()), (Class::Safety, "applied-commands-agree"));
    assert_eq!((failure.peers(), failure.index()), (vec![0, 2], Some(2)));
    let sentence = failure.to_string();
    assert!(sentence.contains("applied different commands at index 2"), "{sentence}");
    assert!(sentence.contains("102") && sentence.contains("815"), "{sentence}");
}

#[test]
fn a_skipped_index_is_out_of_order() {
    let failure = refused([vec![], vec![applied(1, 101), applied(3, 103)], vec![]]).unwrap();
    assert_eq!((failure.class(), failure.rule()), (Class::Safety, "apply-order"));
    assert_eq!(failure.to_string(), "peer 1 applied index 3 out of order: expected index 2");
}

#[test]
fn a_late_start_and_an_index_zero_are_out_of_order() {
    assert_eq!(refused([applied_all(2..=3), vec![], vec![]]).unwrap().index(), Some(2));
    assert_eq!(refused([applied_all(0..=3), vec![], vec![]]).unwrap().index(), Some(0));
}

#[test]
fn an_absurd_index_is_refused_without_room_for_all_before_it() {
    assert_eq!(refused([vec![applied(u64::MAX, 1)], vec![], vec![]]).unwrap().index(), Some(u64::MAX));
}

#[test]
fn repeating_what_was_applied_is_tolerated() {
    let again = [applied_all(1..=3), applied_all(1..=4)].concat();
    assert!(refused([again, vec![], vec![]]).is_none());
}

#[test]
fn bytes_that_no_test_submitted_are_shown_as_such() {
    let strange = ApplyMsg::Command { index: 1, command: vec![9, 9, 9].into() };
    let failure = refused([vec![strange], applied_all(1..=1), vec![]]).unwrap();
    assert!(failure.to_string().contains("<3 bytes that no test submitted>"), "{failure}");
}

#[test]
fn a_peer_with_a_mistake_is_not_blocked_by_it() {
    let handed_up = [applied_all(1..=2), applied_all(9..=20)].concat();
    let failure = refused([handed_up, vec![], vec![]]).unwrap();
    assert_eq!(failure.index(), Some(9), "the first mistake counts");
}
