//! What must be on disk when an answer leaves.

use crate::puppet::{Hand, Order, View, assert_broken, follower, leader, play, voter};

#[test]
fn a_term_that_is_not_saved_is_seen() {
    let violation = play(|hand: Hand| async move { hand.tell(1, Order::Pretend(follower(5, &[]))).await });
    let sentence = "peer 1 answered in term 5, but a restart now would bring it back in term 0";
    assert_broken(violation, "durable-term", &[1], sentence);
}

#[test]
fn a_vote_that_is_saved_without_its_candidate_is_seen_at_the_first_answer() {
    let violation = play(|hand: Hand| async move {
        hand.order(1, Order::Save(follower(5, &[]))).await;
        hand.tell(1, Order::Pretend(voter(2, 5, &[]))).await;
    });
    let sentence = "peer 1 answered having voted for peer 2 in term 5, but a restart now would bring it back \
                    without a vote in that term";
    assert_broken(violation, "durable-vote", &[1, 2], sentence);
}

#[test]
fn entries_that_are_not_saved_are_seen() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, follower(3, &[1])).await;
        hand.tell(1, Order::Pretend(follower(3, &[1, 3]))).await;
    });
    let sentence = "peer 1 answered with entry 2 of term 3 in its log, but a restart now would bring it back \
                    without it";
    assert_broken(violation, "durable-log", &[1], sentence);
}

#[test]
fn a_new_leader_must_have_saved_its_own_vote() {
    let violation = play(|hand: Hand| async move {
        hand.order(0, Order::Save(follower(3, &[]))).await;
        hand.be(1, voter(0, 3, &[])).await;
        hand.order(0, Order::Pretend(leader(0, 3, &[]))).await;
    });
    let sentence = "peer 0 became leader having voted for peer 0 in term 3, but a restart now would bring it \
                    back without a vote in that term";
    assert_broken(violation, "durable-vote", &[0], sentence);
}

#[test]
fn a_log_without_its_snapshot_is_seen() {
    let violation = play(|hand: Hand| async move {
        hand.be(0, voter(2, 3, &[1, 3])).await;
        hand.be(1, voter(2, 3, &[1, 3])).await;
        hand.order(2, Order::Be(leader(2, 3, &[1, 3]))).await;
        hand.order(2, Order::Be(leader(2, 3, &[1, 3]).committed(2))).await;
        hand.be(1, View { snapshot: (2, 3), ..voter(2, 3, &[]).committed(2) }).await;
    });
    // The first peer ever to hold a snapshot was seen before the disk was asked: index 2 is committed.
    let sentence = "peer 1 answered with a log that begins behind index 2, but a restart now would bring it back \
                    with no snapshot";
    assert_broken(violation, "durable-snapshot", &[1], sentence);
}

#[test]
fn what_comes_back_from_a_crash_is_compared() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, follower(3, &[1, 3])).await;
        hand.order(1, Order::Save(follower(2, &[1]))).await;
        hand.0.boot(1);
    });
    let sentence = "peer 1 had answered in term 3, but its restart brought it back in term 2";
    assert_broken(violation, "durable-term", &[1], sentence);
}

#[test]
fn a_leaders_unsaved_entries_are_nobodys_business_until_they_are_committed() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, voter(0, 3, &[1])).await;
        hand.order(0, Order::Be(leader(0, 3, &[1]))).await;
        hand.tell(0, Order::Pretend(leader(0, 3, &[1, 3]))).await;
        hand.0.boot(0);
        hand.0.connect(0);
        hand.tell(0, Order::Nothing(1)).await;
    });
    assert_eq!(violation, None);
}

#[test]
fn a_snapshot_that_a_restart_does_not_find_is_seen_though_nothing_was_promised() {
    let violation = play(|hand: Hand| async move {
        hand.order(1, Order::Save(View { snapshot: (2, 3), ..follower(3, &[]) })).await;
        hand.0.boot(1);
    });
    let sentence = "peer 1 had saved its state with a log that begins behind index 2, but its restart brought it \
                    back with no snapshot";
    assert_broken(violation, "durable-snapshot", &[1], sentence);
}
