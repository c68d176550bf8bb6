//! Traces to test with.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::io::Cursor;

use serde_json::json;
use timeline::record::{
    Build, Entry, Event, FORMAT, Header, Line, LogChange, Mark, Record, Role, Snapshot, State, VERSION,
    Verdict, What,
};
use timeline::{Reader, TraceError, Writer};

/// A header for five peers.
pub(crate) fn header() -> Header {
    Header {
        format: FORMAT.to_owned(),
        version: VERSION,
        test: "figure8_2C".to_owned(),
        part: "2C".to_owned(),
        title: "Figure 8".to_owned(),
        seed: u64::MAX,
        peers: 5,
        build: Build { raftlab: "0.1.0".to_owned(), program: "00c0ffee00c0ffee".to_owned() },
        replay: "cargo lab replay figure8_2C 18446744073709551615".to_owned(),
        failure: Some(Verdict {
            class: "safety".to_owned(),
            rule: "commit-old-term".to_owned(),
            message: "peer 2 \"committed\" index 3 <twice>".to_owned(),
            event: Some(7),
            at: 6_000_000_000,
            peers: vec![2, 3],
            section: "§5.4.2".to_owned(),
            card: vec!["Only entries of the leader's own term are counted.".to_owned()],
        }),
        digest: "0123456789abcdef".to_owned(),
        events: 44,
        ended: 9_000_000_000,
        steering: None,
        marks: vec![Mark {
            event: 4,
            label: "decided".to_owned(),
            text: "From here on it fails.".to_owned(),
        }],
    }
}

/// An event, at so many microseconds.
pub(crate) fn event(id: u64, micros: u64, node: Option<usize>, parents: &[u64], what: What) -> Event {
    let (at, text) = (micros * 1000, format!("event {id}"));
    Event { id, at, node, term: None, parents: parents.to_vec(), text, task: None, what }
}

/// One of each kind.
pub(crate) fn every_kind() -> Vec<What> {
    let (method, digest, command) = ("Raft.AppendEntries", "deadbeef", "command 7");
    let method = || method.to_owned();
    let (digest, command) = (|| digest.to_owned(), || command.to_owned());
    let moment = || "before it is saved".to_owned();
    let message = || "something went wrong".to_owned();
    vec![
        What::Send {
            call: 1,
            to: Some(2),
            method: method(),
            size: 40,
            args: json!({"term": 3, "entries": []}),
        },
        What::Duplicate { call: 1, method: method() },
        What::Deliver { call: 1, from: Some(0), method: method() },
        What::Reply {
            call: 1,
            to: Some(0),
            method: method(),
            size: 9,
            args: json!([true, u64::MAX, -1, null]),
        },
        What::Answer { call: 1, from: Some(2), method: method(), awaited: true },
        What::Drop { call: 2, to: None, method: method(), reason: "request lost".to_owned() },
        What::Persist { state_size: 100, snapshot_size: 0, snapshot_changed: false },
        What::Role { term: 3, leader: true },
        What::Start { index: 4, term: 3, command: command(), digest: digest() },
        What::Apply { index: 4, command: command(), digest: digest() },
        What::ApplyError { message: message() },
        What::Install { index: 9 },
        What::Snapshot { index: 9, bytes: 1000 },
        What::Connect {},
        What::Disconnect {},
        What::Crash {},
        What::Boot { life: 2 },
        What::Pause { until: 5 },
        What::Clock { permille: 900 },
        What::Arm { save: 1, moment: moment() },
        What::Due { moment: moment() },
        What::Reliable { on: false },
        What::Reordering { on: true },
        What::Storm { on: true },
        What::Cut { links: vec![(0, 1), (4, 3)] },
        What::Chaos { number: 1, begins: true, struck: vec![0, 4] },
        What::Test { step: "begin".to_owned() },
        What::Warning {},
        What::Passed {},
        What::Failed { class: "safety".to_owned(), message: message() },
        What::Violation { rule: "commit-old-term".to_owned(), message: message(), peers: vec![2] },
        What::Note {},
        What::Panic {},
    ]
}

/// A trace with a record of every type and kind.
pub(crate) fn records() -> Vec<Record> {
    let mut records = Vec::new();
    for (id, what) in (0..).zip(every_kind()) {
        let parents: Vec<u64> = (0..id).rev().take(2).collect();
        let mut event = event(id, id, (id % 6 != 0).then_some((id % 5) as usize), &parents, what);
        event.term = (id % 3 == 0).then_some(id);
        event.task = (id % 4 == 0).then(|| "src/raft.rs:41".to_owned());
        event.text = format!("“{id}” & \n <quotes>");
        records.push(Record::Event(event));
        records.extend(asides(id));
    }
    records
}

/// What may follow an event.
fn asides(after: u64) -> Option<Record> {
    let at = after * 1000;
    let state = State { after, at, node: 1, ..State::default() };
    let log = LogChange { from: 1, entries: vec![Entry(1, "0a0b0c0d".to_owned())] };
    match after % 5 {
        0 => Some(Record::State(State { running: Some(false), voted_for: Some(None), ..state })),
        1 => Some(Record::State(State {
            running: Some(true),
            role: Some(Role::Candidate),
            term: Some(after),
            voted_for: Some(Some(2)),
            commit: Some(0),
            applied: Some(0),
            snapshot: Some(Snapshot { index: 0, term: 0 }),
            log: Some(log),
            ..state
        })),
        2 => Some(Record::Log(Line {
            after,
            at,
            node: Some(1),
            term: Some(3),
            level: "debug".to_owned(),
            target: "raft::election".to_owned(),
            text: "won votes=3".to_owned(),
        })),
        _ => None,
    }
}

/// The trace of these records, as it is written.
pub(crate) fn written(header: &Header, records: &[Record]) -> String {
    let mut writer = Writer::new(Vec::new(), header).unwrap();
    for record in records {
        writer.record(record).unwrap();
    }
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

/// The header and the records of a trace, or what is wrong with it.
pub(crate) fn read(text: impl AsRef<[u8]>) -> Result<(Header, Vec<Record>), TraceError> {
    let (header, reader) = Reader::new(Cursor::new(text))?;
    let records: Result<Vec<_>, _> = reader.collect();
    Ok((header, records?))
}
