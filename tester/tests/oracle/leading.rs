//! Leaders, and what they and their followers do to their logs.

use crate::puppet::{Hand, Order, View, assert_broken, follower, leader, play, voter};

/// Peer 0 leads term 3 by the vote of peer 1.
async fn elect(hand: &Hand, terms: &[u64]) {
    hand.be(1, voter(0, 3, terms)).await;
    hand.order(0, Order::Be(leader(0, 3, terms))).await;
}

#[test]
fn two_leaders_of_a_term_are_seen_though_one_has_crashed() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[]).await;
        hand.0.crash(0);
        hand.order(2, Order::Be(leader(2, 3, &[]))).await;
    });
    assert_broken(violation, "one-leader-per-term", &[0, 2], "peers 0 and 2 both led term 3");
}

#[test]
fn a_leader_that_removes_an_entry_is_seen() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1, 2]).await;
        hand.order(0, Order::Be(leader(0, 3, &[1]))).await;
    });
    let sentence = "peer 0, which leads term 3, removed entry 2 of term 2 from its own log";
    assert_broken(violation, "leader-append-only", &[0], sentence);
}

#[test]
fn two_commands_in_one_entry_are_seen() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, follower(3, &[1, 2])).await;
        hand.be(2, View { log: vec![(1, 1), (2, 7)], ..follower(3, &[]) }).await;
    });
    let sentence = "peers 1 and 2 hold different commands in entry 2 of term 2";
    assert_broken(violation, "log-matching", &[1, 2], sentence);
}

#[test]
fn logs_that_differ_before_a_common_entry_are_seen() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, follower(3, &[1, 3])).await;
        hand.be(2, follower(3, &[2, 3])).await;
    });
    let sentence = "before entry 2 of term 3, peer 1 holds an entry of term 1, and peer 2 one of term 2";
    assert_broken(violation, "log-matching", &[1, 2], sentence);
}

#[test]
fn an_entry_removed_without_a_conflict_is_seen() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1, 2]).await;
        hand.be(1, voter(0, 3, &[1])).await;
    });
    let sentence =
        "peer 1 removed entry 2 of term 2, though peer 0, which leads term 3, holds the same entry";
    assert_broken(violation, "only-conflicts-removed", &[0, 1], sentence);
}

#[test]
fn an_entry_removed_for_a_conflict_is_fine() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1, 2]).await;
        hand.be(2, follower(3, &[1, 1, 1])).await;
        hand.be(2, follower(3, &[1])).await;
        hand.be(2, follower(3, &[1, 2])).await;
    });
    assert_eq!(violation, None);
}

#[test]
fn a_leader_that_lacks_a_committed_entry_is_seen() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1]).await;
        hand.be(1, voter(0, 3, &[1, 3])).await;
        hand.order(0, Order::Be(leader(0, 3, &[1, 3]))).await;
        hand.order(0, Order::Be(leader(0, 3, &[1, 3]).committed(2))).await;
        hand.be(0, voter(2, 4, &[1, 3]).committed(2)).await;
        hand.order(2, Order::Be(leader(2, 4, &[1]))).await;
    });
    let sentence = "peer 2 was elected in term 4 without entry 2 of term 3, which peer 0 had taken for committed by term 3";
    assert_broken(violation, "leader-completeness", &[0, 2], sentence);
}

#[test]
fn an_entry_of_its_own_term_is_removed_by_no_leader_even_if_that_is_gone() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1]).await;
        hand.be(1, voter(0, 3, &[1, 3])).await;
        hand.0.crash(0);
        hand.be(1, voter(0, 3, &[1])).await;
    });
    let sentence = "peer 1 removed entry 2 of term 3, which is of the term that it is in and that peer 0 led";
    assert_broken(violation, "only-conflicts-removed", &[0, 1], sentence);
}
