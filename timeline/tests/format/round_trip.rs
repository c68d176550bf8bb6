//! What is written is read back.

use serde_json::Value;

use crate::samples::{header, read, records, written};

#[test]
fn every_record_comes_back_as_it_was() {
    let (read_header, read_records) = read(written(&header(), &records())).unwrap();
    assert_eq!(read_header, header());
    assert_eq!(read_records, records());
}

#[test]
fn a_trace_without_events_is_a_trace() {
    let (_, records) = read(written(&header(), &[])).unwrap();
    assert!(records.is_empty());
}

#[test]
fn the_last_line_needs_no_line_end() {
    let text = written(&header(), &records());
    assert_eq!(read(text.trim_end()).unwrap().1, records());
}

#[test]
fn every_line_is_an_object_with_its_type_and_the_last_counts_them() {
    let text = written(&header(), &records());
    let objects: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(objects.iter().all(|object| object["type"].is_string()));
    assert_eq!(objects.first().unwrap()["type"], "header");
    let last = objects.last().unwrap();
    assert_eq!((&last["type"], last["lines"].as_u64()), (&"end".into(), Some(objects.len() as u64 - 1)));
}
