//! What oracles must not do: speak where nothing is wrong.

use crate::puppet::{Hand, Order, leader, play, voter};

#[test]
fn nothing_is_said_of_peers_that_do_nothing_wrong() {
    let violation = play(|hand: Hand| async move {
        hand.be(1, voter(0, 3, &[1])).await;
        hand.order(0, Order::Be(leader(0, 3, &[1]))).await;
        hand.be(1, voter(0, 3, &[1, 3])).await;
        hand.order(0, Order::Be(leader(0, 3, &[1, 3]))).await;
        hand.order(0, Order::Be(leader(0, 3, &[1, 3]).committed(2))).await;
        hand.be(1, voter(0, 3, &[1, 3]).committed(2)).await;
        hand.0.boot(1);
        hand.0.connect(1);
        hand.be(1, voter(0, 3, &[1, 3]).committed(2)).await;
    });
    assert_eq!(violation, None);
}
