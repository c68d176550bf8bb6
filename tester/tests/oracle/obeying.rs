//! The rules by which elections come to an end.

use std::time::Duration;

use crate::puppet::{Hand, Order, assert_broken, candidate, follower, leader, play, told, voter};

#[test]
fn a_peer_that_ignores_higher_terms_is_seen() {
    let violation = play(|hand: Hand| async move {
        hand.order(0, Order::Be(candidate(0, 3, &[]))).await;
        hand.be(1, follower(5, &[])).await;
        for number in 0..12 {
            hand.order(0, Order::Tell(1, Box::new(Order::Nothing(number)))).await;
            sim::sleep(Duration::from_millis(150)).await;
        }
    });
    let sentence = "peer 0 stayed in term 3 for 1.2 s, in which 9 of its calls were answered from higher terms, \
                    the last by peer 1 in term 5";
    assert_broken(violation, "higher-term-obeyed", &[0, 1], sentence);
}

#[test]
fn a_stubborn_candidate_is_seen() {
    let violation = play(|hand: Hand| async move {
        hand.order(1, Order::Be(candidate(1, 3, &[]))).await;
        hand.be(2, voter(0, 3, &[])).await;
        hand.order(0, Order::Be(leader(0, 3, &[]))).await;
        for number in 0..2 {
            hand.order(0, Order::Tell(1, Box::new(Order::Nothing(number)))).await;
            sim::sleep(Duration::from_millis(100)).await;
        }
    });
    let sentence = "peer 1 is still a candidate of term 3, though it has had Puppet.Append from peer 0, which \
                    leads that term, for 102 ms";
    assert_broken(violation, "candidate-yields", &[0, 1], sentence);
}

#[test]
fn a_late_request_for_a_vote_is_no_reason_to_yield() {
    let violation = play(|hand: Hand| async move {
        hand.order(1, Order::Be(candidate(1, 3, &[]))).await;
        hand.order(1, Order::Court(2, Box::new(Order::Be(voter(0, 3, &[]))))).await;
        hand.order(0, Order::Be(leader(0, 3, &[]))).await;
        for number in 0..3 {
            hand.order(0, Order::Court(1, Box::new(Order::Nothing(number)))).await;
            sim::sleep(Duration::from_millis(100)).await;
        }
    });
    assert_eq!(violation, None);
}

#[test]
fn a_vote_that_does_not_reset_the_timer_is_seen() {
    let violation = play(|hand: Hand| async move {
        sim::sleep(Duration::from_millis(500)).await;
        hand.be(1, voter(2, 3, &[])).await;
        sim::sleep(Duration::from_millis(20)).await;
        hand.order(1, Order::Be(candidate(1, 4, &[]))).await;
    });
    let sentence = "peer 1 voted for peer 2 in term 3, and 21 ms later stood for election itself";
    assert_broken(violation, "vote-resets-timer", &[1, 2], sentence);
}

#[test]
fn whoever_disobeys_is_still_watched_for_worse() {
    let play_on = |worse: bool| {
        play(move |hand: Hand| async move {
            sim::sleep(Duration::from_millis(500)).await;
            hand.be(1, voter(2, 3, &[])).await;
            sim::sleep(Duration::from_millis(20)).await;
            hand.order(1, Order::Be(candidate(1, 4, &[]))).await;
            sim::sleep(Duration::from_millis(500)).await;
            hand.be(2, voter(0, 5, &[])).await;
            sim::sleep(Duration::from_millis(20)).await;
            hand.order(2, Order::Be(candidate(2, 6, &[]))).await;
            if worse {
                hand.be(0, follower(7, &[])).await;
                hand.be(0, follower(2, &[])).await;
            }
        })
    };
    let (first, worse) = (told(play_on(false)), told(play_on(true)));
    assert_eq!(first.0, "vote-resets-timer");
    assert!(first.1.starts_with("peer 1 voted"), "the first counts: {}", first.1);
    assert_eq!(worse.0, "term-never-falls");
}
