//! What is seen without looking into anybody.

use tester::value::Value;

use crate::puppet::{Hand, Order, assert_broken, follower, leader, play, voter};

/// Peer 0 leads term 3 by the vote of peer 1.
async fn elect(hand: &Hand) {
    hand.be(1, voter(0, 3, &[])).await;
    hand.order(0, Order::Be(leader(0, 3, &[]))).await;
}

#[test]
fn a_follower_that_takes_commands_is_seen() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, follower(3, &[])).await;
        hand.0.start(1, Value::Number(7));
    });
    let sentence = "peer 1 took a command for index 1 in term 3, but it is only in term 3";
    assert_broken(violation, "only-leaders-start", &[1], sentence);
}

#[test]
fn an_index_that_is_promised_twice_is_seen() {
    let violation = play(|hand: Hand| async move {
        elect(&hand).await;
        hand.0.start(0, Value::Number(7));
        hand.0.start(0, Value::Number(8));
    });
    let sentence =
        "peer 0 took a command for index 1 in term 3, in which it had already taken one for index 1";
    assert_broken(violation, "index-once-per-term", &[0], sentence);
}

#[test]
fn a_command_that_nobody_submitted_is_seen() {
    let violation = play(|hand: Hand| async move {
        elect(&hand).await;
        hand.0.start(0, Value::Number(7));
        hand.order(2, Order::HandUp(1, 8)).await;
    });
    let sentence = "peer 2 applied 8 at index 1, but no peer ever took it for that index";
    assert_broken(violation, "only-submitted-commands", &[2], sentence);
}

#[test]
fn different_commands_at_an_index_are_seen_though_one_peer_has_crashed() {
    let violation = play(|hand: Hand| async move {
        elect(&hand).await;
        hand.0.start(0, Value::Number(7));
        hand.order(2, Order::HandUp(1, 7)).await;
        hand.0.crash(2);
        hand.order(1, Order::HandUp(1, 8)).await;
    });
    let sentence = "peer 2 applied 7 at index 1, and peer 1 applied 8 there";
    assert_broken(violation, "applied-commands-agree", &[1, 2], sentence);
}

#[test]
fn gaps_and_repetitions_are_seen() {
    let violation = play(|hand: Hand| async move { hand.order(2, Order::HandUp(2, 7)).await });
    assert_eq!(violation.unwrap().rule.as_str(), "only-submitted-commands");
    let violation = play(|hand: Hand| async move {
        elect(&hand).await;
        hand.0.start(0, Value::Number(7));
        hand.order(2, Order::HandUp(1, 7)).await;
        hand.order(2, Order::HandUp(1, 7)).await;
    });
    assert_broken(violation, "apply-order", &[2], "peer 2 applied index 1 right after index 1");
}

#[test]
fn a_first_index_that_is_not_the_first_is_seen() {
    let violation = play(|hand: Hand| async move {
        elect(&hand).await;
        hand.order(0, Order::Promise(2)).await;
        hand.0.start(0, Value::Number(7));
        hand.order(2, Order::HandUp(2, 7)).await;
    });
    let violation = violation.unwrap();
    assert_eq!((violation.rule.as_str(), violation.index), ("apply-order", Some(2)));
}
