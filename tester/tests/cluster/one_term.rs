//! The tests that must get through within one term: what they say of leaders who do not let them.

use std::rc::Rc;

use tester::failure::{Class, Failure};
use tester::runner::{self, Verdict};
use tester::suite;

use crate::puppet::{Strings, applied, factory};

/// Runs a test of the lab on puppets of which peer 1 leads term 3; what was wrong.
fn failure_of(test: &str, prepare: impl FnOnce(&Strings)) -> Failure {
    let strings = Rc::new(Strings::default());
    strings.let_lead(1, 3);
    *strings.accepts.borrow_mut() = [None, Some(1), None];
    prepare(&strings);
    match runner::run(suite::find(test).unwrap(), 3, &factory(&strings)).verdict {
        Verdict::Failed(failure) => failure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_leader_that_refuses_what_comes_at_the_same_moment_keeps_others_waiting() {
    let failure = failure_of("concurrent_starts_2B", |strings| strings.patience.set(Some(3)));
    assert_eq!((failure.class(), failure.rule()), (Class::Liveness, "applied-by-enough"));

    let failure = failure_of("concurrent_starts_2B", |strings| {
        strings.patience.set(Some(3));
        (0..3).for_each(|peer| strings.hand_up(peer, vec![applied(1, 1)]));
    });
    assert_eq!((failure.class(), failure.rule()), (Class::Liveness, "leader-accepts"));
    let sentence = failure.to_string();
    let (who, refused) = sentence.split_once(" refused ").unwrap();
    assert_eq!((who, refused.split(' ').count()), ("peer 1 was found to lead term 3, but", 4), "{sentence}");
}

#[test]
fn a_leader_that_takes_nothing_spoils_every_attempt() {
    let failure = failure_of("concurrent_starts_2B", |strings| *strings.accepts.borrow_mut() = [None; 3]);
    assert_eq!((failure.class(), failure.peers()), (Class::Liveness, vec![1]));
    let sentence = "none of 5 attempts got through within one term, though nothing disturbed the peers; in the \
                    last, peer 1 was found to lead term 3, but refused a command";
    assert_eq!(failure.to_string(), sentence);
}

#[test]
fn a_leader_that_gives_two_terms_spoils_every_attempt() {
    let failure = failure_of("concurrent_starts_2B", |strings| strings.term_of_start.set(Some(2)));
    assert_eq!((failure.class(), failure.rule()), (Class::Liveness, "stable-term"));
    let last = "peer 1 took a command in term 2, but reported term 3 at the same moment";
    assert!(failure.to_string().ends_with(last), "{failure}");
}

#[test]
fn a_peer_in_another_term_is_named() {
    let failure = failure_of("concurrent_starts_2B", |strings| strings.states.borrow_mut()[2] = (4, false));
    let last = "in the last, peer 2 was in term 4, though the attempt began in term 3";
    assert!(failure.to_string().ends_with(last), "{failure}");
}
