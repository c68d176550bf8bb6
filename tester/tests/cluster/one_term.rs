//! The tests that must get through within one term: what they say of leaders who do not let them.

use std::rc::Rc;

use tester::failure::Class;
use tester::oracle::Eyes;
use tester::runner::{self, Account, Verdict};
use tester::suite;

use crate::puppet::{Strings, applied, factory};

/// Runs a test of the lab on puppets of which peer 1 leads term 3; what was wrong.
fn failure_of(test: &str, prepare: impl FnOnce(&Strings)) -> Account {
    let strings = Rc::new(Strings::default());
    strings.let_lead(1, 3);
    *strings.accepts.borrow_mut() = [None, Some(1), None];
    prepare(&strings);
    match runner::simulate_with(suite::find(test).unwrap(), 3, &factory(&strings), Eyes::Off).verdict {
        Verdict::Failed(failure) => failure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_leader_that_refuses_what_comes_at_the_same_moment_keeps_others_waiting() {
    let failure = failure_of("concurrent_starts_2B", |strings| strings.patience.set(Some(3)));
    assert_eq!((failure.class, failure.rule.as_str()), (Class::Liveness, "applied-by-enough"));

    let failure = failure_of("concurrent_starts_2B", |strings| {
        strings.patience.set(Some(3));
        (0..3).for_each(|peer| strings.hand_up(peer, vec![applied(1, 1)]));
    });
    assert_eq!((failure.class, failure.rule.as_str()), (Class::Liveness, "leader-accepts"));
    let sentence = failure.message;
    let (who, refused) = sentence.split_once(" refused ").unwrap();
    assert_eq!((who, refused.split(' ').count()), ("peer 1 was found to lead term 3, but", 4), "{sentence}");
}

#[test]
fn a_leader_that_takes_nothing_spoils_every_attempt() {
    let failure = failure_of("concurrent_starts_2B", |strings| *strings.accepts.borrow_mut() = [None; 3]);
    assert_eq!((failure.class, failure.peers.as_slice()), (Class::Liveness, [1].as_slice()));
    let sentence = "none of 5 attempts got through within one term, though nothing disturbed the peers; in the \
                    last, peer 1 was found to lead term 3, but refused a command";
    assert_eq!(failure.message, sentence);
}

#[test]
fn a_leader_that_gives_two_terms_spoils_every_attempt() {
    let failure = failure_of("concurrent_starts_2B", |strings| strings.term_of_start.set(Some(2)));
    assert_eq!((failure.class, failure.rule.as_str()), (Class::Liveness, "stable-term"));
    let last = "peer 1 took a command in term 2, but reported term 3 at the same moment";
    assert!(failure.message.ends_with(last), "{failure:?}");
}

#[test]
fn a_peer_in_another_term_is_named() {
    let failure = failure_of("concurrent_starts_2B", |strings| strings.states.borrow_mut()[2] = (4, false));
    let last = "in the last, peer 2 was in term 4, though the attempt began in term 3";
    assert!(failure.message.ends_with(last), "{failure:?}");
}
