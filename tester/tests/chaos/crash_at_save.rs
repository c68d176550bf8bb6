//! Crashes exactly at a save.

use std::cell::Cell;
use std::time::Duration;

use raftapi::prelude::*;
use tester::cluster::CrashMoment::{self, After, Before, BeforeReply};
use tester::facts::{Fault, Submitted};

use crate::actor::{Act, Ask, AskLater, play};

thread_local! {
    /// Where peer 0 leaves the end that leads to peer 1.
    static END: Cell<Option<ClientEnd>> = const { Cell::new(None) };
}

const SAVES: &[&str] = &["one", "twice"];

/// Has peer 1 crash at a save of the handler that peer 0 asks; what it had saved, by its length, and whether
/// peer 0 was answered.
fn crashed<A: Rpc<Reply = u64>>(ask: A, save: u32, moment: CrashMoment) -> (usize, bool) {
    let act = Act {
        saves: SAVES,
        live: |me, ends| {
            if me == 0 {
                END.set(Some(ends[1].clone()));
            }
        },
        ..Act::default()
    };
    let (seen, events) = play(act, |cluster| async move {
        let end = END.take().unwrap();
        cluster.crash_at_save(1, save, moment);
        let answered = end.call(&ask).await.is_some();
        assert!(!cluster.is_running(1) && !cluster.is_connected(1));
        sim::sleep(Duration::from_secs(1)).await;
        (cluster.log_sizes()[1], answered)
    });
    let faults: Vec<Fault> = events.iter().filter_map(|event| event.fact::<Fault>().copied()).collect();
    assert!(faults.contains(&Fault::CrashDue(moment)) && faults.contains(&Fault::Crashed));
    seen
}

#[test]
fn a_crash_before_a_save_keeps_what_was_saved_before() {
    assert_eq!(crashed(Ask, 1, Before), (0, false));
    assert_eq!(crashed(Ask, 2, Before), (3, false));
}

#[test]
fn a_crash_after_a_save_keeps_it_and_nothing_that_follows() {
    assert_eq!(crashed(Ask, 1, After), (3, false));
    assert_eq!(crashed(Ask, 2, After), (5, false));
}

#[test]
fn a_crash_before_the_reply_keeps_everything_and_answers_nobody() {
    assert_eq!(crashed(Ask, 1, BeforeReply), (5, false));
}

#[test]
fn handlers_that_answer_later_are_struck_alike() {
    assert_eq!(crashed(AskLater, 1, Before), (0, false));
    assert_eq!(crashed(AskLater, 2, After), (5, false));
    assert_eq!(crashed(AskLater, 1, BeforeReply), (5, false));
}

#[test]
fn a_client_whose_leader_crashes_over_its_command_learns_nothing() {
    let act = Act {
        start: |_, disk| {
            disk.save("entry", "");
            Some(Started { index: 1, term: 1 })
        },
        ..Act::default()
    };
    for moment in [Before, After, BeforeReply] {
        let ((started, saved), events) = play(act, move |cluster| async move {
            cluster.crash_at_save(2, 1, moment);
            (cluster.start(2, 4711), cluster.log_sizes()[2])
        });
        assert_eq!(started, None, "{moment}");
        assert_eq!(saved > 0, moment != Before);
        // It may come up all the same.
        assert!(events.iter().any(|event| event.fact::<Submitted>().is_some()));
    }
}

#[test]
fn a_crash_that_is_taken_back_or_whose_peer_died_does_not_come() {
    let act = Act {
        start: |_, disk| {
            disk.save("entry", "");
            Some(Started { index: 1, term: 1 })
        },
        ..Act::default()
    };
    play(act, |cluster| async move {
        cluster.crash_at_save(0, 1, Before);
        cluster.disarm(0);
        assert!(cluster.start(0, 1).is_some());
        cluster.crash_at_save(0, 1, Before);
        cluster.boot(0);
        assert!(cluster.start(0, 2).is_some());
    });
}
