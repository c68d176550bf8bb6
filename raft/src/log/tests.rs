//! The log's bookkeeping, with and without a snapshot in front.

use raftapi::prelude::*;

use super::*;

/// A log without a snapshot, with entries of these terms. Commands tell where they were first put.
fn log_of(terms: &[u64]) -> Log {
    let mut log = Log::starting_at(Position::default());
    for (i, &term) in terms.iter().enumerate() {
        log.append(Entry { term, command: Bytes::from(format!("command {}", i + 1)) });
    }
    log
}

fn terms(log: &Log) -> Vec<u64> {
    log.entries.iter().map(|entry| entry.term).collect()
}

fn encode_all(log: &Log) -> Vec<u8> {
    let mut encoder = labgob::Encoder::new();
    for entry in &log.entries {
        encoder.put(entry).unwrap();
    }
    encoder.finish().to_vec()
}

#[test]
fn an_empty_log_ends_where_it_starts() {
    let log = log_of(&[]);
    assert_eq!(log.last_position(), Position { index: 0, term: 0 });
    assert_eq!((log.term(0), log.term(1)), (Some(0), None));
}

#[test]
fn the_term_at_the_snapshots_end_outlives_its_entry() {
    let mut log = log_of(&[1, 1, 2, 3]);
    log.trim_to(Position { index: 3, term: 2 });
    assert_eq!([2, 3, 4, 5].map(|index| log.term(index)), [None, Some(2), Some(3), None]);
    assert_eq!([3, 4].map(|index| log.position(index).term), [2, 3]);
    assert_eq!(log.entry(4).command, "command 4");
}

#[test]
fn a_log_trimmed_to_its_end_is_empty_and_goes_on() {
    let mut log = log_of(&[1, 2]);
    log.trim_to(Position { index: 2, term: 2 });
    assert_eq!(log.last_position(), Position { index: 2, term: 2 });
    assert!(log.entries_from(3).is_empty());
    log.append(Entry { term: 4, command: Bytes::new() });
    assert_eq!(log.last_position(), Position { index: 3, term: 4 });
}

/// §7: "if instead the follower receives a snapshot that describes a prefix of its log, entries following the
/// snapshot are still valid"; otherwise the whole log goes.
#[test]
fn a_suffix_survives_only_behind_the_same_entry() {
    for (end, left) in [
        (Position { index: 2, term: 1 }, vec![2, 3]),
        (Position { index: 2, term: 2 }, vec![]),
        (Position { index: 4, term: 3 }, vec![]),
        (Position { index: 9, term: 3 }, vec![]),
    ] {
        let mut log = log_of(&[1, 1, 2, 3]);
        log.trim_to(end);
        assert_eq!((log.start(), terms(&log)), (end, left));
    }
}

#[test]
fn the_encoded_form_equals_encoding_everything_anew() {
    let mut log = log_of(&[1, 1, 2, 3, 3]);
    assert_eq!(log.encoded(), encode_all(&log));
    log.truncate_from(5);
    assert_eq!(log.encoded(), encode_all(&log));
    log.trim_to(Position { index: 2, term: 1 });
    assert_eq!(log.encoded(), encode_all(&log));
    log.append(Entry { term: 300, command: Bytes::from(vec![7; 300]) });
    assert_eq!(log.encoded(), encode_all(&log));
    log.truncate_from(3);
    assert_eq!(log.encoded(), b"");
}

/// §5.4.1: "if the logs have last entries with different terms, then the log with the later term is more
/// up-to-date. If the logs end with the same term, then whichever log is longer is more up-to-date."
#[test]
fn up_to_date_goes_by_term_and_then_by_length() {
    let log = log_of(&[1, 2, 2]);
    for (index, term, expected) in [(3, 2, true), (4, 2, true), (2, 2, false), (1, 3, true), (9, 1, false)] {
        assert_eq!(log.is_up_to_date(Position { index, term }), expected, "{index} of term {term}");
    }
}
