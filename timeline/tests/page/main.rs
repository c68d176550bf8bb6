//! The page's data, read back as the page's script reads it. What the page then draws, the package `browser`
//! tests.

#![allow(clippy::unwrap_used, reason = "a test that cannot do its work should panic")]

#[path = "../samples/random.rs"]
mod random;
mod reading;
#[path = "../samples/mod.rs"]
mod samples;

use std::io;

use proptest::prelude::*;
use serde_json::json;
use timeline::record::{Event, Record, What};
use timeline::{ExportError, TraceError, page};

use reading::{Read, read};
use samples::{event, header};

fn written(records: &[Record]) -> String {
    let mut out = Vec::new();
    page::write(&header(), records.iter().cloned().map(Ok), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// An event as the page should have it.
fn expected(event: &Event) -> Read {
    Read {
        id: event.id,
        at: event.at,
        node: event.node.map_or(-1, |node| i64::try_from(node).unwrap()),
        term: event.term.map_or(-1, |term| i64::try_from(term).unwrap()),
        kind: event.what.kind().to_owned(),
        parents: event.parents.clone(),
        text: event.text.clone(),
        task: event.task.clone(),
    }
}

fn assert_told(records: &[Record]) {
    let told = read(&written(records));
    let events = records.iter().filter_map(|record| match record {
        Record::Event(event) => Some(expected(event)),
        _ => None,
    });
    assert!(told.events.iter().eq(events.collect::<Vec<_>>().iter()), "{:?}", told.events);
    let states = records.iter().filter(|record| matches!(record, Record::State(_))).count();
    let lines = records.iter().filter(|record| matches!(record, Record::Log(_))).count();
    assert_eq!((told.states, told.lines), (states, lines));
}

#[test]
fn every_kind_is_told() {
    assert_told(&samples::records());
}

#[test]
fn large_messages_fill_chunks_sooner() {
    let args = json!({"data": "ab".repeat(500_000)});
    let send = |id| {
        let method = "Raft.InstallSnapshot".to_owned();
        let send = What::Send { call: id, to: Some(1), method, size: 1_000_000, args: args.clone() };
        Record::Event(event(id, id, Some(0), &[], send))
    };
    let page = written(&(0..20).map(send).collect::<Vec<_>>());
    assert_eq!(page.matches("class=\"columns\">").count(), 5);
}

#[test]
fn long_runs_come_in_chunks() {
    let note = |id: u64| {
        let node = usize::try_from(id % 5).unwrap();
        let parents: Vec<u64> = id.checked_sub(1).into_iter().collect();
        Record::Event(event(id, id * 3, Some(node), &parents, What::Note {}))
    };
    let records: Vec<Record> = (0..5001).map(note).collect();
    assert_told(&records);
    assert_eq!(written(&records).matches("class=\"columns\"").count(), 3);
}

#[test]
fn an_empty_run_has_a_page_too() {
    assert_told(&[]);
}

#[test]
fn commands_keep_every_digit() {
    let args = json!({"command": u64::MAX, "less": -(1_i64 << 60), "small": 7, "list": [1_u64 << 53]});
    let what = What::Send { call: 1, to: Some(2), method: "Raft.AppendEntries".to_owned(), size: 1, args };
    let told = read(&written(&[Record::Event(event(0, 1, Some(0), &[], what))]));
    let wanted = json!({
        "command": "18446744073709551615", "less": "-1152921504606846976", "small": 7, "list": ["9007199254740992"],
    });
    assert_eq!(told.data[0]["args"], wanted);
}

#[test]
fn the_verdict_is_readable_without_a_script() {
    let page = written(&[]);
    let verdict = page.split("id=\"verdict\"").nth(1).unwrap().split("</details>").next().unwrap();
    assert!(verdict.contains("commit-old-term"));
    assert!(verdict.contains("peer 2 &#34;committed&#34; index 3 &#60;twice&#62;"), "{verdict}");
    assert!(verdict.contains("Only entries of the leader"));
    assert!(page.contains("<title>figure8_2C, seed 18446744073709551615: timeline</title>"));
}

#[test]
fn the_page_asks_nobody_for_anything() {
    let page = written(&samples::records());
    for outside in ["http://", "https://", "src=", "@import", "url(", "fetch(", "XMLHttpRequest"] {
        assert!(!page.contains(outside), "the page contains {outside}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn the_first_error_is_told() {
    let cut = || Err(TraceError::CutOff { line: 3 });
    let error = page::write(&header(), std::iter::once_with(cut), &mut io::sink()).unwrap_err();
    assert!(matches!(error, ExportError::Trace(TraceError::CutOff { line: 3 })), "{error:?}");
}

proptest! {
    #[test]
    fn random_runs_are_told(records in random::runs()) {
        assert_told(&records);
    }
}
