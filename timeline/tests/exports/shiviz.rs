//! What is written for `ShiViz` is read by its own first line, and its clocks hold.

use std::collections::BTreeSet;

use proptest::prelude::*;
use timeline::record::{Event, Record, What};
use timeline::shiviz;

use crate::clocks::{Logged, check};
use crate::random::runs;
use crate::samples::{event, header, records};

fn exported(records: &[Record]) -> String {
    let mut out = Vec::new();
    shiviz::write(&header(), records.iter().cloned().map(Ok), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn checked(records: &[Record]) -> Vec<Logged> {
    check(&exported(records))
}

fn events(records: &[Record]) -> Vec<&Event> {
    let mut events = Vec::new();
    for record in records {
        if let Record::Event(event) = record {
            events.push(event);
        }
    }
    events
}

#[test]
fn every_kind_of_event_has_its_line() {
    let records = records();
    let logged = checked(&records);
    let kinds: Vec<&str> = events(&records).iter().map(|event| event.what.kind()).collect();
    assert_eq!(logged.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>(), kinds);
    assert!(logged.iter().any(|one| one.event == "“1” & <quotes>"), "{logged:?}");
}

#[test]
fn the_log_looks_like_this() {
    let note = |id, node, parents: &[u64]| Record::Event(event(id, id * 10, node, parents, What::Note {}));
    let log = exported(&[
        note(0, None, &[]),
        note(1, Some(0), &[0]),
        note(4, Some(2), &[1]),
        note(5, Some(0), &[1]),
    ]);
    let expected = r#"(?<host>\w+) (?<clock>\{[^}]*\}) (?<timestamp>\d+) (?<kind>\S+) (?<event>.*)

test {"test":1} 0 note event 0
peer0 {"peer0":1,"test":1} 10000 note event 1
peer2 {"peer0":1,"peer2":1,"test":1} 40000 note event 4
peer0 {"peer0":2,"test":1} 50000 note event 5
"#;
    assert_eq!(log, expected);
}

#[test]
fn causes_that_the_trace_leaves_out_are_no_trouble() {
    let note = |id, parents: &[u64]| Record::Event(event(id, id, Some(0), parents, What::Note {}));
    assert_eq!(checked(&[note(5, &[1, 3]), note(9, &[5, 7])]).len(), 2);
}

/// Everything that each event has come of, and itself: by its place in the list.
fn pasts(events: &[&Event]) -> Vec<BTreeSet<usize>> {
    let mut pasts: Vec<BTreeSet<usize>> = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let earlier = |id: &u64| events.iter().position(|event| event.id == *id).unwrap();
        let before = events[..place].iter().rposition(|other| other.node == event.node);
        let causes = event.parents.iter().map(earlier).chain(before);
        let mut past: BTreeSet<usize> = causes.flat_map(|cause| pasts[cause].clone()).collect();
        past.insert(place);
        pasts.push(past);
    }
    pasts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn clocks_count_what_an_event_can_have_come_of(records in runs()) {
        let (events, logged) = (events(&records), checked(&records));
        prop_assert_eq!(events.len(), logged.len());
        let pasts = pasts(&events);
        for (one, past) in logged.iter().zip(&pasts) {
            let known: u64 = one.clock.values().sum();
            prop_assert_eq!(known, past.len() as u64);
        }
    }
}
