//! The checks on leaders and terms.

use std::time::Duration;

use tester::cluster::Service;
use tester::failure::{Class, Failure};

use crate::puppet::{Strings, play};

/// What `check_one_leader` says of peers that claim this, and when.
fn one_leader(claims: [(u64, bool); 3], cut: &'static [usize]) -> (Result<usize, Failure>, Duration) {
    play(
        Service::Plain,
        |strings| *strings.states.borrow_mut() = claims,
        |cluster, _| async move {
            for peer in cut {
                cluster.disconnect(*peer);
            }
            (cluster.check_one_leader().await, sim::now().since_start())
        },
    )
}

#[test]
fn the_first_look_comes_after_450_to_549_ms() {
    let (leader, at) = one_leader([(2, false), (2, true), (2, false)], &[]);
    assert_eq!(leader.unwrap(), 1);
    assert!((450..550).contains(&at.as_millis()), "{at:?}");
    assert_eq!(at.subsec_nanos() % 1_000_000, 0, "whole milliseconds");
}

#[test]
fn the_leader_of_the_highest_term_wins() {
    assert_eq!(one_leader([(3, true), (2, true), (4, true)], &[]).0.unwrap(), 2);
}

#[test]
fn two_leaders_in_one_term_break_election_safety_whatever_newer_ones_there_are() {
    let failure = one_leader([(7, true), (8, true), (7, true)], &[]).0.unwrap_err();
    assert_eq!((failure.class(), failure.rule()), (Class::Safety, "one-leader-per-term"));
    assert_eq!(failure.peers(), [0, 2]);
    assert_eq!(failure.to_string(), "peers 0 and 2 both lead in term 7");
}

#[test]
fn cut_off_leaders_do_not_count() {
    assert_eq!(one_leader([(7, true), (7, true), (7, false)], &[0]).0.unwrap(), 1);
}

#[test]
fn ten_looks_without_a_leader_are_too_many() {
    let (result, at) = one_leader([(7, false), (7, false), (8, true)], &[2]);
    let failure = result.unwrap_err();
    assert_eq!((failure.class(), failure.rule()), (Class::Liveness, "leader-in-time"));
    assert!((4500..=5490).contains(&at.as_millis()), "{at:?}");
    let seconds = format!("{:.1}", at.as_secs_f64());
    let reports = "peers 0 and 1 report term 7, and none leads";
    assert_eq!(failure.to_string(), format!("no leader within 10 looks ({seconds} s): {reports}"));
}

fn at_once<T: 'static>(
    prepare: impl FnOnce(&Strings),
    check: impl FnOnce(tester::cluster::Cluster) -> T + 'static,
) -> T {
    play(Service::Plain, prepare, |cluster, _| async move {
        cluster.disconnect(0);
        check(cluster)
    })
}

#[test]
fn connected_peers_must_be_in_one_term() {
    let of =
        |states| at_once(|strings| *strings.states.borrow_mut() = states, |cluster| cluster.check_terms());
    assert_eq!(of([(9, true), (4, false), (4, true)]).unwrap(), 4);
    let failure = of([(4, true), (4, false), (5, true)]).unwrap_err();
    assert_eq!(failure.class(), Class::Liveness);
    let sentence = "the peers do not agree on the term: peers 1 and 2 report terms 4 and 5, and peer 2 leads";
    assert_eq!(failure.to_string(), sentence);
}

#[test]
fn without_a_majority_no_connected_peer_may_lead() {
    at_once(|strings| strings.let_lead(0, 3), |cluster| cluster.check_no_leader()).unwrap();
    let failure = at_once(|strings| strings.let_lead(2, 3), |cluster| cluster.check_no_leader()).unwrap_err();
    assert_eq!((failure.class(), failure.peers()), (Class::Safety, vec![2]));
}
