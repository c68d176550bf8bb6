//! The service with snapshots: when it takes them, what it installs and what it refuses.

use std::time::Duration;

use raftapi::ApplyMsg;
use raftapi::prelude::Bytes;
use tester::cluster::Service;
use tester::failure::{Class, Failure};

use crate::puppet::{Strings, applied, applied_all, play, settle};

/// The snapshots that a service takes of the numbers 101, 102, ... at index 9 and 19.
fn real_snapshots() -> Vec<Bytes> {
    play(
        Service::Snapshots,
        |strings| strings.hand_up(0, applied_all(1..=28)),
        |cluster, strings| async move {
            settle().await;
            cluster.look().unwrap();
            strings.snapshots.borrow().iter().map(|(_, _, bytes)| bytes.clone()).collect()
        },
    )
}

fn snapshot(index: u64, bytes: &Bytes) -> ApplyMsg {
    ApplyMsg::Snapshot { index, term: 1, snapshot: bytes.clone() }
}

/// What the test meets after peer 1 has handed this up.
fn refused(messages: Vec<ApplyMsg>) -> Option<Failure> {
    let prepare = |strings: &Strings| strings.hand_up(1, messages);
    play(Service::Snapshots, prepare, |cluster, _| async move {
        settle().await;
        cluster.look().err()
    })
}

#[test]
fn snapshots_are_taken_at_nine_and_nineteen_and_grow() {
    let taken = play(
        Service::Snapshots,
        |strings| strings.hand_up(2, applied_all(1..=28)),
        |_, strings| async move {
            settle().await;
            strings.snapshots.take()
        },
    );
    let where_taken: Vec<_> = taken.iter().map(|(peer, index, _)| (*peer, *index)).collect();
    assert_eq!(where_taken, [(2, 9), (2, 19)]);
    assert!(taken[0].2.len() < taken[1].2.len(), "each holds every command so far");
}

#[test]
fn the_content_is_the_index_and_the_commands_behind_a_null() {
    let snapshots = real_snapshots();
    let mut decoder = labgob::Decoder::new(snapshots[0].clone());
    let index: u64 = decoder.take().unwrap();
    let commands: Vec<Option<Bytes>> = decoder.take().unwrap();
    decoder.finish().unwrap();
    assert_eq!((index, commands.len(), commands[0].is_none()), (9, 10, true));
    assert_eq!(commands[9], Some(crate::puppet::command(109).bytes()));
}

#[test]
fn an_installed_snapshot_counts_as_applied_and_delivery_goes_on_behind_it() {
    let snapshots = real_snapshots();
    let script = [vec![snapshot(19, &snapshots[1])], applied_all(20..=21)].concat();
    let counts = play(
        Service::Snapshots,
        |strings| {
            strings.hand_up(0, applied_all(1..=20));
            strings.hand_up(1, script);
        },
        |cluster, _| async move {
            settle().await;
            [1, 19, 20, 21].map(|index| cluster.n_committed(index).unwrap().count)
        },
    );
    assert_eq!(counts, [2, 2, 2, 1]);
}

#[test]
fn every_gap_and_every_step_back_is_out_of_order() {
    let snapshots = real_snapshots();
    let out_of_order = [
        ([applied_all(1..=3), applied_all(5..=5)].concat(), 5, 4),
        ([applied_all(1..=3), applied_all(3..=3)].concat(), 3, 4),
        (vec![snapshot(9, &snapshots[0]), applied(18, 118)], 18, 10),
        (vec![snapshot(9, &snapshots[0]), applied(9, 109)], 9, 10),
        // A stale snapshot is taken, but then delivery has gone backwards.
        ([applied_all(1..=12), vec![snapshot(9, &snapshots[0])], applied_all(13..=13)].concat(), 13, 10),
    ];
    for (messages, index, expected) in out_of_order {
        let failure = refused(messages).unwrap();
        assert_eq!(failure.class(), Class::Safety);
        let sentence = format!("peer 1 applied index {index} out of order: expected index {expected}");
        assert_eq!(failure.to_string(), sentence);
    }
}

#[test]
fn a_snapshot_under_another_index_is_refused() {
    let failure = refused(vec![snapshot(19, &real_snapshots()[0])]).unwrap();
    assert_eq!((failure.class(), failure.rule()), (Class::Safety, "snapshot-index"));
    let sentence = "peer 1 handed up a snapshot for index 19, but its content ends at index 9";
    assert_eq!(failure.to_string(), sentence);
}

#[test]
fn bytes_that_are_no_snapshot_are_refused() {
    for bytes in [Bytes::new(), Bytes::from_static(b"nonsense"), real_snapshots()[0].slice(1..)] {
        let failure = refused(vec![snapshot(9, &bytes)]).unwrap();
        assert_eq!((failure.class(), failure.rule()), (Class::Safety, "snapshot-content"));
        assert_eq!(failure.index(), Some(9));
    }
}

#[test]
fn a_restarted_peer_goes_on_behind_its_saved_snapshot() {
    let after_restart = |first: u64| {
        play(
            Service::Snapshots,
            |strings| {
                strings.hand_up(0, applied_all(1..=12));
                strings.hand_up(0, applied_all(first..=12));
            },
            |cluster, _| async move {
                settle().await;
                cluster.boot(0);
                sim::sleep(Duration::from_millis(1)).await;
                cluster.n_committed(12).map(|committed| committed.count)
            },
        )
    };
    assert_eq!(after_restart(10).unwrap(), 1);
    assert_eq!(
        after_restart(1).unwrap_err().to_string(),
        "peer 0 applied index 1 out of order: expected index 10"
    );
}

#[test]
fn a_peer_restarted_from_bytes_that_are_no_snapshot_fails_the_test() {
    let failure = play(
        Service::Snapshots,
        |_| {},
        |cluster, strings| async move {
            strings.disks.borrow()[2].as_ref().unwrap().save("state", "no snapshot");
            cluster.boot(2);
            cluster.look().unwrap_err()
        },
    );
    assert_eq!(
        failure.to_string(),
        "peer 2 restarted from a snapshot of 11 bytes that the service never made"
    );
}
