//! What is written for Perfetto keeps the rules of the format, and shows what happened.

use proptest::prelude::*;
use serde_json::{Value, json};
use timeline::perfetto;
use timeline::record::{Event, Line, Record, Role, State, What};

use crate::random::runs;
use crate::samples::{event, header, records};
use crate::trace_events::{Checked, check};

fn exported(records: &[Record]) -> String {
    let mut out = Vec::new();
    perfetto::write(&header(), records.iter().cloned().map(Ok), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn checked(records: &[Record]) -> Checked {
    check(&exported(records))
}

fn method() -> String {
    "Raft.RequestVote".to_owned()
}

fn send(id: u64, micros: u64, node: usize, call: u64) -> Event {
    let send = What::Send { call, to: Some(1), method: method(), size: 8, args: json!({"term": 2}) };
    event(id, micros, Some(node), &[], send)
}

fn deliver(id: u64, micros: u64, parents: &[u64], call: u64) -> Event {
    event(id, micros, Some(1), parents, What::Deliver { call, from: Some(0), method: method() })
}

fn reply(id: u64, micros: u64, parents: &[u64], call: u64) -> Event {
    let reply = What::Reply { call, to: Some(0), method: method(), size: 8, args: json!({"granted": true}) };
    event(id, micros, Some(1), parents, reply)
}

fn events(events: impl IntoIterator<Item = Event>) -> Vec<Record> {
    events.into_iter().map(Record::Event).collect()
}

#[test]
fn every_kind_of_record_is_written_by_the_rules() {
    let checked = checked(&records());
    assert_eq!(checked.processes.len(), 6);
    assert_eq!((checked.processes[&1].as_str(), checked.processes[&6].as_str()), ("peer 0", "test"));
    for scope in ["g", "t"] {
        assert!(!checked.instants[scope].is_empty(), "no instants of scope {scope}");
    }
}

#[test]
fn a_run_without_events_is_still_a_file() {
    assert!(checked(&[]).slices.is_empty());
    let file: Value = serde_json::from_str(&exported(&[])).unwrap();
    assert_eq!(file["displayTimeUnit"], "ms");
    assert_eq!(file["otherData"]["seed"], "18446744073709551615");
}

#[test]
fn a_message_is_an_arrow_from_slice_to_slice() {
    let answer = What::Answer { call: 9, from: Some(1), method: method(), awaited: true };
    let run = events([
        send(0, 100, 0, 9),
        deliver(1, 150, &[0], 9),
        reply(2, 150, &[1], 9),
        event(3, 200, Some(0), &[0, 2], answer),
    ]);
    let checked = checked(&run);
    let (request, back) = (&checked.flows[&1], &checked.flows[&3]);
    assert_eq!(*request, ("RequestVote".to_owned(), (1, 100_000), (2, 150_000)));
    assert_eq!(*back, ("RequestVote reply".to_owned(), (2, 150_000), (1, 200_000)));
    // A handler that answers at once is one slice, with its answer.
    let handlers = &checked.slices[&(2, 2)];
    assert_eq!((handlers.len(), handlers[0].name.as_str()), (1, "RequestVote"));
    let file: Value = serde_json::from_str(&exported(&run)).unwrap();
    let items = file["traceEvents"].as_array().unwrap();
    let handler = items.iter().find(|item| item["name"] == "RequestVote" && item["ph"] == "X").unwrap();
    assert_eq!(handler["args"]["reply"], json!({"event": 2, "size": 8, "args": {"granted": true}}));
}

#[test]
fn a_handler_that_takes_long_is_a_span_of_its_own() {
    let run = events([
        send(0, 100, 0, 9),
        deliver(1, 150, &[0], 9),
        send(2, 200, 0, 10),
        deliver(3, 250, &[2], 10),
        reply(4, 400, &[3], 9),
        reply(5, 500, &[4], 10),
    ]);
    let names: Vec<String> = checked(&run).slices[&(2, 2)].iter().map(|slice| slice.name.clone()).collect();
    assert_eq!(names, ["RequestVote", "RequestVote", "answer RequestVote", "answer RequestVote"]);
    assert_eq!(exported(&run).matches(r#""ph":"b""#).count(), 2);
}

#[test]
fn a_request_that_arrives_twice_has_two_handlers() {
    let file = exported(&events([
        send(0, 0, 0, 7),
        deliver(1, 100, &[0], 7),
        deliver(2, 200, &[0, 1], 7),
        reply(3, 300, &[1, 2], 7),
        reply(4, 400, &[2, 3], 7),
    ]));
    check(&file);
    let file: Value = serde_json::from_str(&file).unwrap();
    let items = file["traceEvents"].as_array().unwrap().iter().filter(|item| item["cat"] == "handler");
    let ends: Vec<f64> =
        items.filter(|item| item["ph"] != "X").map(|item| item["ts"].as_f64().unwrap()).collect();
    assert_eq!(ends, [100.0, 300.0, 200.0, 400.0]);
}

#[test]
fn a_lost_message_leads_to_where_its_loss_is_noticed() {
    let lost = What::Drop { call: 9, to: Some(1), method: method(), reason: "request lost".to_owned() };
    let checked = checked(&events([send(0, 100, 0, 9), event(1, 120, Some(0), &[0], lost)]));
    assert_eq!(checked.flows[&1], ("RequestVote lost".to_owned(), (1, 100_000), (1, 120_000)));
    assert_eq!(checked.slices[&(1, 2)][1].name, "RequestVote: request lost");
}

#[test]
fn what_happens_at_one_moment_follows_each_other() {
    let checked = checked(&events((0..50).map(|id| send(id, 100, 0, id + 1))));
    let slices = &checked.slices[&(1, 2)];
    assert_eq!(slices.len(), 50);
    assert_eq!((slices[0].begin, slices[1].begin, slices[49].begin), (100_000, 100_001, 100_049));
    assert_eq!(slices[49].end - slices[49].begin, perfetto::VISIBLE);
}

#[test]
fn roles_follow_each_other_and_end_with_the_run() {
    let state = |micros: u64, change: State| Record::State(State { at: micros * 1000, node: 3, ..change });
    let role = |role, term| State { role: Some(role), term: Some(term), ..State::default() };
    let running = |running| State { running: Some(running), ..State::default() };
    let checked = checked(&[
        state(0, State { running: Some(true), ..role(Role::Follower, 0) }),
        state(100, role(Role::Candidate, 1)),
        state(100, State { commit: Some(0), ..State::default() }),
        state(150, State { role: Some(Role::Leader), ..State::default() }),
        state(200, State { commit: Some(7), ..State::default() }),
        state(300, running(false)),
        state(400, running(true)),
        state(400, role(Role::Follower, 1)),
    ]);
    let spans: Vec<(&str, u64, u64)> = checked.slices[&(4, 1)]
        .iter()
        .map(|slice| (slice.name.as_str(), slice.begin / 1000, slice.end / 1000))
        .collect();
    let expected = [
        ("follower, term 0", 0, 100),
        ("candidate, term 1", 100, 150),
        ("leader, term 1", 150, 300),
        ("down", 300, 400),
        ("follower, term 1", 400, 9_000_000),
    ];
    assert_eq!(spans, expected);
    assert_eq!(checked.counters[&(4, "commit index".to_owned())].total_cmp(&7.0), std::cmp::Ordering::Equal);
}

#[test]
fn faults_are_seen_everywhere_and_logged_lines_on_their_peer() {
    let line = Line {
        after: 0,
        at: 5,
        node: Some(2),
        term: None,
        level: "info".to_owned(),
        target: "raft".to_owned(),
        text: "won".to_owned(),
    };
    let crash = Record::Event(event(0, 0, Some(2), &[], What::Crash {}));
    let checked = checked(&[crash, Record::Log(line)]);
    assert_eq!(checked.instants["g"], ["event 0"]);
    assert_eq!(checked.instants["t"], ["won"]);
}

#[test]
fn times_at_the_end_of_time_are_no_trouble() {
    let late = Event { at: u64::MAX, ..send(0, 0, 0, 1) };
    assert!(exported(&events([late])).contains("send RequestVote"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_run_is_written_by_the_rules(records in runs()) {
        let checked = checked(&records);
        let arrives = |record: &&Record| match record {
            Record::Event(event) => ["deliver", "answer", "drop"].contains(&event.what.kind()),
            _ => false,
        };
        // Every message that arrives, and every loss that is noticed, has its arrow.
        prop_assert_eq!(records.iter().filter(arrives).count(), checked.flows.len());
    }
}
