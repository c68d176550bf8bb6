//! However a test ends, nothing of it stays in memory: a thousand runs must take no more room than one.

use std::rc::Rc;

use sim::Stop;
use tester::failure::{Class, Failure};
use tester::suite;

use crate::puppet::{Part, Strings, applied_all, factory};

/// Drives the lab's first test on puppets; how it ended, and how many puppets are left.
fn drive(prepare: impl FnOnce(&Strings)) -> (Result<Result<(), Failure>, Stop>, usize) {
    let strings = Rc::new(Strings::default());
    prepare(&strings);
    let factory = factory(&strings);
    let test = suite::find("initial_election_2A").unwrap();
    let report = sim::run(sim::Config::new(3), |_| async move { test.drive(factory, Rc::default()).await });
    (report.result, strings.alive.get())
}

#[test]
fn a_passed_test_leaves_nothing_behind() {
    let (result, left) = drive(|strings| strings.let_lead(1, 1));
    assert!(matches!(result, Ok(Ok(()))), "{result:?}");
    assert_eq!(left, 0);
}

#[test]
fn a_failed_test_leaves_nothing_behind() {
    let (result, left) = drive(|_| {});
    assert_eq!(result.unwrap().unwrap_err().class(), Class::Liveness);
    assert_eq!(left, 0);
}

#[test]
fn a_panicking_peer_ends_the_run_is_named_and_leaves_nothing_behind() {
    let (result, left) = drive(|strings| {
        strings.scripts.borrow_mut()[2] = vec![Part { hands_up: applied_all(1..=2), panics: true }];
    });
    let failure = Failure::from(result.unwrap_err());
    assert_eq!((failure.class(), failure.peers()), (Class::Panic, vec![2]));
    assert!(failure.to_string().contains("as the script wants it"), "{failure}");
    assert_eq!(left, 0);
}

#[test]
fn of_several_failures_the_gravest_is_the_verdict() {
    // Nobody leads, which the script would meet; but a service was handed something wrong, late.
    let (result, _) = drive(|strings| strings.hand_up(0, applied_all(2..=3)));
    assert_eq!(result.unwrap().unwrap_err().class(), Class::Safety);
}
