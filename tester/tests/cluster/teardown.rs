//! However a test ends, what was found is told, and nothing of it stays in memory: a thousand runs must take
//! no more room than one.

use std::rc::Rc;

use tester::failure::Class;
use tester::oracle::Eyes;
use tester::runner::{self, Account, Verdict};
use tester::suite;

use crate::puppet::{Part, Strings, applied_all, factory};

/// Drives the lab's first test on puppets; what was wrong, and how many puppets are left.
fn drive(prepare: impl FnOnce(&Strings)) -> (Option<Account>, usize) {
    drive_before(Eyes::Off, prepare)
}

fn drive_before(eyes: Eyes, prepare: impl FnOnce(&Strings)) -> (Option<Account>, usize) {
    let strings = Rc::new(Strings::default());
    prepare(&strings);
    let test = suite::find("initial_election_2A").unwrap();
    let outcome = runner::simulate_with(test, 3, &factory(&strings), eyes);
    let failure = match outcome.verdict {
        Verdict::Passed => None,
        Verdict::Failed(failure) => Some(failure),
        Verdict::Broken(ours) => panic!("{}", ours.message),
    };
    (failure, strings.alive.get())
}

#[test]
fn oracles_leave_nothing_behind() {
    let (failure, left) = drive_before(Eyes::All, |strings| strings.let_lead(1, 1));
    assert_eq!((failure, left), (None, 0));
}

#[test]
fn a_passed_test_leaves_nothing_behind() {
    let (failure, left) = drive(|strings| strings.let_lead(1, 1));
    assert!(failure.is_none(), "{failure:?}");
    assert_eq!(left, 0);
}

#[test]
fn a_failed_test_leaves_nothing_behind() {
    let (failure, left) = drive(|_| {});
    assert_eq!(failure.unwrap().class, Class::Liveness);
    assert_eq!(left, 0);
}

#[test]
fn a_panicking_peer_ends_the_run_is_named_and_leaves_nothing_behind() {
    let (failure, left) = drive(|strings| {
        strings.scripts.borrow_mut()[2] = vec![Part { hands_up: applied_all(1..=2), panics: true }];
    });
    let failure = failure.unwrap();
    assert_eq!((failure.class, failure.peers.as_slice()), (Class::Panic, [2].as_slice()));
    assert!(failure.message.contains("as the script wants it"), "{failure:?}");
    assert_eq!(left, 0);
}

#[test]
fn a_service_that_was_handed_something_wrong_fails_the_test() {
    let (failure, _) = drive(|strings| strings.hand_up(0, applied_all(2..=3)));
    assert_eq!(failure.unwrap().class, Class::Safety);
}

/// The panic ends the run before the script looks. What had gone wrong by then is graver, and is not
/// forgotten.
#[test]
fn of_several_failures_the_gravest_is_the_verdict() {
    let (failure, _) = drive(|strings| {
        strings.scripts.borrow_mut()[2] = vec![Part { hands_up: applied_all(2..=3), panics: true }];
    });
    assert_eq!(failure.unwrap().class, Class::Safety);
}

/// Nobody leads, and the test ends for that. Only then the peers are thrown away, which is graver.
#[test]
fn a_graver_failure_counts_also_if_it_comes_last() {
    let (failure, left) = drive(|strings| strings.dies_loudly.set(true));
    let failure = failure.unwrap();
    assert_eq!((failure.class, failure.peers.as_slice()), (Class::Panic, [0].as_slice()));
    assert!(failure.message.contains("last words"), "{failure:?}");
    assert_eq!(left, 0);
}
