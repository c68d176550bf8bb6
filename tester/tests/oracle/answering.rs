//! Which answers are promises, and when they are held against a peer.

use std::time::Duration;

use labrpc::Storm;
use tester::value::Value;

use crate::puppet::{Hand, Order, assert_broken, follower, leader, play, voter};

fn told(order: &Order) -> Value {
    Value::from(serde_json::to_string(order).unwrap())
}

#[test]
fn two_handlers_that_wait_may_answer_in_one_instant() {
    let violation = play(|hand: Hand| async move {
        // What the first brings is gone when the second answers, and nobody was promised anything of it.
        for view in [follower(3, &[1, 3]), follower(4, &[1])] {
            let order = Order::TellAsync(1, Box::new(Order::Be(view)));
            hand.0.start(2, told(&order));
        }
        sim::sleep(Duration::from_millis(5)).await;
        hand.0.boot(1);
    });
    assert_eq!(violation, None);
}

#[test]
fn a_handler_that_waits_must_have_saved_too() {
    let violation = play(|hand: Hand| async move {
        hand.order(2, Order::TellAsync(1, Box::new(Order::Pretend(follower(5, &[]))))).await;
    });
    let sentence = "peer 1 answered in term 5, but a restart now would bring it back in term 0";
    assert_broken(violation, "durable-term", &[1], sentence);
}

#[test]
fn an_empty_answer_promises_nothing() {
    let violation = play(|hand: Hand| async move {
        hand.order(2, Order::TellOneWay(1, Box::new(Order::Pretend(follower(5, &[]))))).await;
        hand.order(1, Order::Be(follower(5, &[]))).await;
        hand.tell(1, Order::Nothing(1)).await;
    });
    assert_eq!(violation, None);
}

#[test]
fn a_copy_that_meets_a_cut_link_does_not_blind() {
    let violation = play(|hand: Hand| async move {
        hand.0.set_storm(Storm { duplicates: 1000, ..Storm::NONE });
        hand.tell(1, Order::Nothing(1)).await;
        hand.0.set_storm(Storm::NONE);
        hand.0.disconnect(2);
        sim::sleep(Duration::from_secs(2)).await;
        hand.0.connect(2);
        hand.tell(1, Order::Pretend(follower(5, &[]))).await;
    });
    let sentence = "peer 1 answered in term 5, but a restart now would bring it back in term 0";
    assert_broken(violation, "durable-term", &[1], sentence);
}

#[test]
fn an_answer_to_a_cut_link_ends_a_handler_that_waits() {
    let violation = play(|hand: Hand| async move {
        let order = Order::TellAsync(1, Box::new(Order::Nothing(1)));
        hand.0.start(2, told(&order));
        hand.0.disconnect(2);
        sim::sleep(Duration::from_millis(500)).await;
        hand.0.connect(2);
        hand.tell(1, Order::Pretend(follower(5, &[]))).await;
    });
    let sentence = "peer 1 answered in term 5, but a restart now would bring it back in term 0";
    assert_broken(violation, "durable-term", &[1], sentence);
}

#[test]
fn what_a_deposed_leader_had_not_saved_is_no_promise() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, voter(0, 3, &[1])).await;
        hand.be(0, voter(0, 3, &[1])).await;
        hand.order(0, Order::Be(leader(0, 3, &[1]))).await;
        hand.order(0, Order::Pretend(leader(0, 3, &[1, 3]))).await;
        // A higher term: it saves that, and its answer says nothing of its own entry.
        hand.order(0, Order::Save(follower(4, &[1]))).await;
        hand.tell(0, Order::Pretend(follower(4, &[1, 3]))).await;
        hand.0.boot(0);
    });
    assert_eq!(violation, None);
}
