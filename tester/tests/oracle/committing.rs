//! What is committed.

use crate::puppet::{Hand, Order, View, assert_broken, follower, leader, play, voter};

/// Peer 0 leads term 3 by the vote of peer 1, and both have these entries.
async fn elect(hand: &Hand, terms: &[u64]) {
    hand.be(1, voter(0, 3, terms)).await;
    hand.order(0, Order::Be(leader(0, 3, terms))).await;
}

#[test]
fn a_commit_without_a_majority_is_seen() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1]).await;
        hand.order(0, Order::Be(leader(0, 3, &[1, 3]).committed(2))).await;
    });
    let sentence = "peer 0 took entry 2 of term 3 for committed, but of 3 peers only peer 0 has it on disk";
    assert_broken(violation, "commit-needs-majority", &[0], sentence);
}

#[test]
fn the_disk_of_a_crashed_peer_counts() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1]).await;
        hand.be(1, voter(0, 3, &[1, 3])).await;
        hand.0.crash(1);
        hand.order(0, Order::Be(leader(0, 3, &[1, 3]).committed(2))).await;
    });
    assert_eq!(violation, None);
}

#[test]
fn a_leader_that_has_not_saved_its_own_entry_does_not_count() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1]).await;
        hand.be(1, voter(0, 3, &[1, 3])).await;
        hand.order(0, Order::Pretend(leader(0, 3, &[1, 3]).committed(2))).await;
        hand.tell(0, Order::Nothing(0)).await;
    });
    let sentence = "peer 0 took entry 2 of term 3 for committed, but of 3 peers only peer 1 has it on disk";
    assert_broken(violation, "commit-needs-majority", &[0], sentence);
}

#[test]
fn an_old_terms_entry_that_is_committed_by_counting_is_seen() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1, 2]).await;
        hand.order(0, Order::Be(leader(0, 3, &[1, 2]).committed(2))).await;
    });
    let sentence = "peer 0, which leads term 3, raised its commit_index from 0 to entry 2 of term 2";
    assert_broken(violation, "commit-own-term", &[0], sentence);
}

#[test]
fn an_old_terms_entry_that_everybody_holds_is_committed() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1, 2]).await;
        hand.be(2, voter(0, 3, &[1, 2])).await;
        hand.0.crash(2);
        hand.order(0, Order::Be(leader(0, 3, &[1, 2]).committed(2))).await;
    });
    assert_eq!(violation, None);
}

#[test]
fn a_committed_entry_that_is_lost_is_seen() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1, 3]).await;
        hand.be(1, voter(0, 3, &[1, 3]).committed(2)).await;
        hand.be(1, follower(4, &[1, 4]).committed(2)).await;
    });
    let sentence = "peer 1 took entry 2 of term 3 for committed, and lost it";
    assert_broken(violation, "committed-stays", &[1], sentence);
}

#[test]
fn peers_that_commit_different_entries_are_seen() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1, 3]).await;
        hand.be(1, voter(0, 3, &[1, 3]).committed(2)).await;
        hand.be(2, follower(4, &[1, 4]).committed(2)).await;
    });
    let sentence = "peer 1 took entry 2 of term 3 for committed, and peer 2 entry 2 of term 4";
    assert_broken(violation, "committed-stays", &[1, 2], sentence);
}

#[test]
fn a_commit_index_that_falls_is_seen() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1, 3]).await;
        hand.be(1, voter(0, 3, &[1, 3]).committed(2)).await;
        hand.be(1, voter(0, 3, &[1, 3]).committed(1)).await;
    });
    assert_broken(violation, "commit-never-falls", &[1], "the commit_index of peer 1 fell from 2 to 1");
}

#[test]
fn what_is_applied_must_be_committed_and_in_the_log() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, View { applied: 1, ..follower(3, &[1]) }).await;
    });
    let sentence = "peer 1 has applied up to index 1, though it knows only of 0 as committed";
    assert_broken(violation, "applied-within-commit", &[1], sentence);
    let violation = play(|hand: Hand| async move {
        hand.be(1, follower(3, &[1]).committed(2)).await;
    });
    let sentence = "peer 1 takes everything up to index 2 for committed, but its log ends at 1";
    assert_broken(violation, "applied-within-commit", &[1], sentence);
}

#[test]
fn a_snapshot_that_forgets_its_last_term_is_seen() {
    let violation = play(|hand: Hand| async move {
        elect(&hand, &[1, 3]).await;
        hand.be(1, voter(0, 3, &[1, 3]).committed(2)).await;
        hand.order(1, Order::Pretend(View { snapshot: (2, 0), ..voter(0, 3, &[]).committed(2) })).await;
        hand.tell(1, Order::Save(follower(3, &[]))).await;
    });
    let sentence = "the snapshot of peer 1 ends at index 2, of term 0 as it says, but the entry committed there \
                    is of term 3";
    assert_broken(violation, "snapshot-boundary", &[1], sentence);
}
