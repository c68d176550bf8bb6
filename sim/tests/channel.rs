//! The rendezvous channel has no room: a send ends when the value was taken, and not before.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

use std::time::Duration;

use sim::channel::{Closed, rendezvous};
use sim::{Config, run};

const MS: Duration = Duration::from_millis(1);

fn in_a_run<F: Future<Output = ()> + 'static>(script: impl FnOnce() -> F) {
    run(Config::new(1), |_| script()).result.unwrap();
}

#[test]
fn a_send_waits_for_its_receiver() {
    in_a_run(|| async {
        let (sender, mut receiver) = rendezvous();
        let sending = sim::spawn(async move {
            sender.send(1).await.unwrap();
            let first_taken = sim::now();
            sender.send(2).await.unwrap();
            (first_taken, sim::now())
        });
        sim::sleep(5 * MS).await;
        assert_eq!(receiver.recv().await, Some(1));
        sim::sleep(5 * MS).await;
        assert_eq!(receiver.recv().await, Some(2));
        let (first, second) = sending.await;
        assert_eq!((first.since_start(), second.since_start()), (5 * MS, 10 * MS));
        assert_eq!(receiver.recv().await, None, "every sender is gone");
    });
}

#[test]
fn senders_are_served_in_order() {
    in_a_run(|| async {
        let (sender, mut receiver) = rendezvous();
        for value in 0..3 {
            let sender = sender.clone();
            sim::spawn(async move { sender.send(value).await });
            sim::sleep(MS).await;
        }
        for value in 0..3 {
            assert_eq!(receiver.recv().await, Some(value));
        }
    });
}

#[test]
fn a_dropped_send_takes_its_offer_back() {
    in_a_run(|| async {
        let (sender, mut receiver) = rendezvous();
        assert!(sim::timeout(MS, sender.send(1)).await.is_err());
        let sending = sim::spawn(async move { sender.send(2).await });
        assert_eq!(receiver.recv().await, Some(2));
        sending.await.unwrap();
    });
}

#[test]
fn without_a_receiver_the_value_comes_back() {
    in_a_run(|| async {
        let (sender, receiver) = rendezvous();
        let waiting = sim::spawn({
            let sender = sender.clone();
            async move { sender.send(1).await }
        });
        sim::sleep(MS).await;
        drop(receiver);
        assert_eq!(waiting.await, Err(Closed(1)));
        assert_eq!(sender.send(2).await, Err(Closed(2)));
    });
}
