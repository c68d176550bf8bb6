//! `one` and `wait`: whom they ask, how long they wait, what they say in the end.

use std::time::Duration;

use tester::cluster::{Awaited, Retry, Service};
use tester::failure::{AgreementFailure, Class, Failure};

use crate::puppet::{Strings, applied, applied_all, command, play, settle};

/// Lets `one(7)` run on puppets; its result, who was asked and when, and when it ended, in milliseconds.
fn one(
    prepare: impl FnOnce(&Strings),
    expected: usize,
    retry: Retry,
) -> (Result<u64, Failure>, Vec<(usize, u128)>, u128) {
    play(Service::Plain, prepare, |cluster, strings| async move {
        let result = cluster.one(7, expected, retry).await;
        (result, strings.asked.take(), sim::now().since_start().as_millis())
    })
}

#[test]
fn peer_1_is_asked_first_and_the_asking_stops_at_who_accepts() {
    let (index, asked, ended) = one(
        |strings| {
            *strings.accepts.borrow_mut() = [Some(1), None, Some(1)];
            (0..3).for_each(|peer| strings.hand_up(peer, vec![applied(1, 7)]));
        },
        3,
        Retry::No,
    );
    assert_eq!(index.unwrap(), 1);
    assert_eq!(asked, [(1, 0), (2, 0)]);
    assert_eq!(ended, 20, "the first poll was too early, the second was not");
}

#[test]
fn without_a_taker_all_are_asked_every_50_ms_for_10_s() {
    let (result, asked, ended) = one(|_| {}, 3, Retry::Yes);
    assert_eq!(&asked[..6], [(1, 0), (2, 0), (0, 0), (1, 50), (2, 50), (0, 50)]);
    assert_eq!((asked.len(), ended), (600, 10_000));
    let failure = result.unwrap_err();
    assert_eq!((failure.class(), failure.rule()), (Class::Liveness, "agreement-in-time"));
    let sentence = "no agreement on 7 by 3 peers within 10.0 s: no connected peer accepted it as leader, and in \
                    the end peers 0, 1 and 2 report term 0, and none leads";
    assert_eq!(failure.to_string(), sentence);
}

#[test]
fn the_cursor_goes_on_where_it_stopped() {
    let (result, asked, ended) = one(|strings| *strings.accepts.borrow_mut() = [Some(4); 3], 2, Retry::Yes);
    assert_eq!(asked, [(1, 0), (2, 2000), (0, 4000), (1, 6000), (2, 8000)]);
    assert_eq!(ended, 10_000);
    let failure = result.unwrap_err();
    assert_eq!((failure.peers(), failure.index()), (vec![2], Some(4)));
}

#[test]
fn without_retry_one_accepted_submission_is_all() {
    let (result, asked, ended) = one(
        |strings| {
            *strings.states.borrow_mut() = [(6, true); 3];
            *strings.accepts.borrow_mut() = [Some(1), None, None];
            strings.hand_up(0, vec![applied(1, 7)]);
        },
        3,
        Retry::No,
    );
    assert_eq!((asked.len(), ended), (3, 2000));
    let sentence = "no agreement on 7 by 3 peers within 2.0 s: \
                    peer 0 took it as leader of term 6 for index 1, which 1 peer applied";
    assert_eq!(result.unwrap_err().to_string(), sentence);
}

#[test]
fn another_command_at_the_index_is_no_agreement() {
    let (result, _, ended) = one(
        |strings| {
            *strings.accepts.borrow_mut() = [Some(1); 3];
            (0..3).for_each(|peer| strings.hand_up(peer, vec![applied(1, 8)]));
        },
        3,
        Retry::No,
    );
    assert_eq!(ended, 2000, "it keeps polling");
    assert!(result.unwrap_err().to_string().ends_with("for index 1, where 3 peers applied 8"));
}

#[test]
fn cut_off_and_crashed_peers_are_not_asked() {
    let asked = play(
        Service::Plain,
        |strings| *strings.accepts.borrow_mut() = [Some(1); 3],
        |cluster, strings| async move {
            cluster.disconnect(1);
            cluster.crash(2);
            cluster.one(7, 3, Retry::No).await.unwrap_err();
            strings.asked.take()
        },
    );
    assert_eq!(asked, [(0, 0)]);
}

#[test]
fn a_refused_delivery_ends_the_waiting_at_once() {
    let (result, _, ended) = one(
        |strings| {
            *strings.accepts.borrow_mut() = [Some(2); 3];
            strings.hand_up(0, applied_all(2..=2));
        },
        3,
        Retry::Yes,
    );
    assert_eq!((result.unwrap_err().class(), ended), (Class::Safety, 20));
}

/// Lets `wait(1, 2, ..)` run while peer 0 alone has applied index 1; its result, and when it ended, in
/// milliseconds.
fn wait(start_term: Option<u64>) -> (Result<Awaited, Failure>, u128) {
    play(
        Service::Plain,
        |strings| {
            *strings.states.borrow_mut() = [(3, true), (3, false), (4, false)];
            strings.hand_up(0, applied_all(1..=1));
        },
        |cluster, _| async move {
            cluster.disconnect(2);
            let result = cluster.wait(1, 2, start_term).await;
            (result, sim::now().since_start().as_millis())
        },
    )
}

#[test]
fn wait_doubles_its_sleeps_up_to_1280_ms_and_gives_up_after_30() {
    let (result, ended) = wait(None);
    assert_eq!(ended, (10 + 20 + 40 + 80 + 160 + 320 + 640) + 23 * 1280);
    let failure = result.unwrap_err();
    assert!(matches!(failure, Failure::Agreement(AgreementFailure::TooFew { index: 1, applied: 1, .. })));
    assert_eq!(failure.to_string(), "only 1 of 2 peers applied index 1 within 30.7 s");
}

#[test]
fn wait_gives_up_when_any_peer_even_a_cut_off_one_is_in_a_later_term() {
    assert!(matches!(wait(Some(3)), (Ok(Awaited::TermPassed { peer: 2, term: 4 }), 10)));
    assert!(matches!(wait(Some(4)), (Err(_), 30_710)));
}

#[test]
fn wait_gives_what_enough_peers_applied() {
    let (awaited, ended) = play(
        Service::Plain,
        |strings| (0..2).for_each(|peer| strings.hand_up(peer, applied_all(1..=3))),
        |cluster, _| async move {
            settle().await;
            (cluster.wait(3, 2, None).await.unwrap(), sim::now().since_start().as_millis())
        },
    );
    assert_eq!((awaited, ended), (Awaited::Applied(command(103)), 1));
}

#[test]
fn a_failure_beside_the_script_is_raised_at_the_next_look() {
    let (joined, seen) = play(
        Service::Plain,
        |_| {},
        |cluster, _| async move {
            let beside = cluster.clone();
            let task = cluster.background(async move { beside.one(1, 3, Retry::No).await });
            sim::sleep(Duration::from_secs(5)).await;
            cluster.look().unwrap();
            (task.await, cluster.look().unwrap_err())
        },
    );
    assert_eq!(joined, None);
    assert_eq!(seen.rule(), "agreement-in-time");
}
