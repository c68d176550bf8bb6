//! Votes, and the terms that they belong to.

use crate::puppet::{Hand, Order, assert_broken, candidate, follower, leader, play, voter};

#[test]
fn a_second_vote_in_a_term_is_seen() {
    let violation = play(|hand: Hand| async move {
        hand.be(2, voter(0, 4, &[])).await;
        hand.be(2, voter(1, 4, &[])).await;
    });
    let sentence = "peer 2 voted for peer 0 and then for peer 1 in term 4";
    assert_eq!(
        violation.as_ref().unwrap().to_string(),
        format!("{sentence} (event {})", violation.as_ref().unwrap().event)
    );
    assert_broken(violation, "one-vote-per-term", &[0, 1, 2], sentence);
}

#[test]
fn a_vote_that_is_forgotten_is_seen() {
    let violation = play(|hand: Hand| async move {
        hand.be(2, voter(0, 4, &[])).await;
        hand.be(2, follower(4, &[])).await;
    });
    let sentence = "peer 2 voted for peer 0 in term 4, and forgot it in that term";
    assert_broken(violation, "one-vote-per-term", &[0, 2], sentence);
}

#[test]
fn a_leader_without_votes_is_seen() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, voter(2, 3, &[])).await;
        hand.order(0, Order::Be(leader(0, 3, &[]))).await;
    });
    let sentence = "peer 0 leads term 3, in which only peer 0 of 3 can have voted for it";
    assert_broken(violation, "leader-needs-majority", &[0], sentence);
}

#[test]
fn a_voter_that_has_gone_on_may_have_voted() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, follower(9, &[])).await;
        hand.order(0, Order::Be(leader(0, 3, &[]))).await;
    });
    assert_eq!(violation, None);
}

#[test]
fn the_vote_of_a_crashed_peer_counts() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, voter(0, 3, &[])).await;
        hand.0.crash(1);
        hand.order(0, Order::Be(candidate(0, 3, &[]))).await;
        hand.order(0, Order::Be(leader(0, 3, &[]))).await;
    });
    assert_eq!(violation, None);
}

#[test]
fn terms_that_fall_are_seen() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, follower(5, &[])).await;
        hand.be(1, follower(4, &[])).await;
    });
    assert_broken(violation, "term-never-falls", &[1], "peer 1 went back from term 5 to term 4");
}
