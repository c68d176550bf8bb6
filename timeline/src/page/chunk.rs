//! From records to chunks of columns.

use std::collections::BTreeMap;

use serde_json::Value;

use super::columns::{Columns, Detail};
use crate::record::{Event, Record, What};

/// How many events a chunk has: few enough to be parsed in a moment when one of them is looked up.
const EVENTS: usize = 2000;

/// How many records of other kinds fill a chunk, so that a chunk is bounded whatever it holds.
const OTHERS: usize = 20_000;

/// How much of what varies in size fills a chunk, in bytes, more or less: long arguments, logs and lines.
const BYTES: usize = 4 << 20;

/// How many bytes an entry of a log takes, as in `[3,"deadbeef"],`.
const ENTRY: usize = 16;

/// How many bytes a number takes.
const NUMBER: usize = 8;

/// The largest integer up to which a script holds all of them.
const EXACT: u64 = (1 << 53) - 1;

/// The chunk that is being filled.
#[derive(Default)]
pub(super) struct Chunk {
    columns: Columns,
    details: Vec<Detail>,
    words: BTreeMap<String, usize>,
    last_id: u64,
    last_at: u64,
    /// About how many bytes there are.
    bytes: usize,
}

/// What the columns hold of an event's kind.
struct Shape {
    kind: &'static str,
    call: u64,
    peer: Option<usize>,
    method: String,
    load: i64,
    data: Value,
}

impl Chunk {
    pub(super) fn is_full(&self) -> bool {
        self.bytes >= BYTES
            || self.details.len() >= EVENTS
            || self.columns.states.len() + self.columns.lines.len() >= OTHERS
    }

    /// What there is, and a fresh start after it.
    pub(super) fn empty(&mut self) -> (Columns, Vec<Detail>) {
        self.bytes = 0;
        (std::mem::take(&mut self.columns), std::mem::take(&mut self.details))
    }

    pub(super) fn take(&mut self, record: Record) -> Result<(), serde_json::Error> {
        match record {
            Record::Event(event) => self.event(event)?,
            Record::State(state) => {
                self.bytes += state.log.as_ref().map_or(0, |log| log.entries.len() * ENTRY);
                self.columns.states.push(state);
            }
            Record::Log(line) => {
                self.bytes += line.text.len() + line.target.len();
                self.columns.lines.push(line);
            }
            Record::Header(_) | Record::End(_) => {}
        }
        Ok(())
    }

    fn event(&mut self, event: Event) -> Result<(), serde_json::Error> {
        self.columns.id.push(event.id.saturating_sub(self.last_id));
        self.columns.at.push(event.at.saturating_sub(self.last_at));
        (self.last_id, self.last_at) = (event.id, event.at);
        self.columns.node.push(or_none(event.node));
        self.columns.term.push(or_none(event.term));
        self.columns.family.push(event.parents.len());
        self.columns.parents.extend(event.parents.iter().map(|parent| event.id.saturating_sub(*parent)));
        let data = match message(event.what) {
            Ok(shape) => {
                let (kind, method) = (self.word(shape.kind), self.word(&shape.method));
                let load = shape.data.as_str().map_or(shape.load, |reason| or_none(Some(self.word(reason))));
                self.shape(kind, or_none(Some(shape.call)), or_none(shape.peer), or_none(Some(method)), load);
                shape.data
            }
            Err(what) => self.other(&what, &event.text)?,
        };
        self.bytes += event.text.len() + size(&data);
        self.details.push(Detail(event.text, exact(data), event.task));
        Ok(())
    }

    fn shape(&mut self, kind: usize, call: i64, peer: i64, method: i64, load: i64) {
        self.columns.kind.push(kind);
        self.columns.call.push(call);
        self.columns.peer.push(peer);
        self.columns.method.push(method);
        self.columns.load.push(load);
    }

    /// An event that is no message.
    fn other(&mut self, what: &What, text: &str) -> Result<Value, serde_json::Error> {
        let index = match what {
            What::Start { index, .. }
            | What::Apply { index, .. }
            | What::Install { index }
            | What::Snapshot { index, .. } => or_none(Some(*index)),
            _ => -1,
        };
        let kind = self.word(what.kind());
        let mut told = serde_json::to_value(what)?;
        self.shape(kind, -1, -1, -1, index);
        let data = told["data"].take();
        let is_frequent = matches!(what, What::Persist { .. } | What::Note {}) || index >= 0;
        if !is_frequent {
            self.columns.facts.push((self.details.len(), exact(data.clone()), text.to_owned()));
        }
        Ok(data)
    }

    /// The number of a word.
    fn word(&mut self, word: &str) -> usize {
        if let Some(number) = self.words.get(word) {
            return *number;
        }
        let number = self.words.len();
        self.words.insert(word.to_owned(), number);
        self.columns.words.push(word.to_owned());
        number
    }
}

/// About how many bytes a value takes.
fn size(data: &Value) -> usize {
    match data {
        Value::String(text) => text.len() + 2,
        Value::Array(values) => values.iter().map(|value| size(value) + 1).sum(),
        Value::Object(fields) => fields.iter().map(|(name, value)| name.len() + size(value) + 4).sum(),
        _ => NUMBER,
    }
}

/// The number, or -1 where there is none or it is beyond what the page's columns, of 32 bits, can hold.
fn or_none<N: TryInto<i32>>(number: Option<N>) -> i64 {
    number.and_then(|number| number.try_into().ok()).map_or(-1, i64::from)
}

/// The same data, with numbers that a script could only hold inexactly told as texts: commands are as large.
fn exact(data: Value) -> Value {
    match data {
        Value::Number(number) => {
            let size = number.as_i64().map(i64::unsigned_abs).or(number.as_u64());
            if size.is_some_and(|size| size > EXACT) {
                Value::String(number.to_string())
            } else {
                Value::Number(number)
            }
        }
        Value::Array(values) => values.into_iter().map(exact).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, exact(value))).collect(),
        other => other,
    }
}

/// The shape of a message's event; an event that is none is given back.
fn message(what: What) -> Result<Shape, Box<What>> {
    let shape = match what {
        What::Send { call, to, method, size, args } => {
            let load = entries(&args);
            let data = serde_json::json!({ "size": size, "args": args });
            Shape { kind: "send", call, peer: to, method, load, data }
        }
        What::Reply { call, to, method, size, args } => {
            let data = serde_json::json!({ "size": size, "args": args });
            Shape { kind: "reply", call, peer: to, method, load: -1, data }
        }
        What::Duplicate { call, method } => {
            Shape { kind: "duplicate", call, peer: None, method, load: -1, data: Value::Null }
        }
        What::Deliver { call, from, method } => {
            Shape { kind: "deliver", call, peer: from, method, load: -1, data: Value::Null }
        }
        What::Answer { call, from, method, awaited } => {
            Shape { kind: "answer", call, peer: from, method, load: i64::from(awaited), data: Value::Null }
        }
        What::Drop { call, to, method, reason } => {
            Shape { kind: "drop", call, peer: to, method, load: -1, data: Value::String(reason) }
        }
        other => return Err(Box::new(other)),
    };
    Ok(shape)
}

/// How many entries a request carries, -1 if it is of a kind that carries none. The field may have any name:
/// it is the one that is called so, or else the only list of structures.
fn entries(args: &Value) -> i64 {
    let lists = || args.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_array());
    let is_of_structures =
        |list: &&Vec<Value>| list.first().is_none_or(|first| first.is_object() || first.is_array());
    let named = args.get("entries").and_then(Value::as_array);
    let only = || {
        let mut found = lists().filter(is_of_structures);
        found.next().filter(|_| found.next().is_none())
    };
    named.or_else(only).map_or(-1, |list| or_none(Some(elements(list))))
}

/// How many elements a list has, with those that it was cut by: a text at its end tells their number.
fn elements(list: &[Value]) -> usize {
    let cut =
        list.last().and_then(Value::as_str).and_then(|last| last.strip_prefix("… ")?.strip_suffix(" more"));
    let more: Option<usize> = cut.and_then(|number| number.parse().ok());
    more.map_or(list.len(), |more| list.len() - 1 + more)
}

#[test]
fn entries_are_counted_whatever_they_are_called() {
    use serde_json::json;
    let entry = json!({"term": 1, "command": 7});
    assert_eq!(entries(&json!({"term": 1, "entries": [entry, entry]})), 2);
    assert_eq!(entries(&json!({"term": 1, "Log": [entry, "… 5 more"], "ids": [1, 2]})), 6);
    assert_eq!(entries(&json!({"term": 1, "entries": []})), 0);
    assert_eq!(entries(&json!({"term": 1, "batch": []})), 0);
    assert_eq!(entries(&json!({"one": [entry], "other": [entry]})), -1);
    assert_eq!(entries(&json!({"term": 1, "candidate": 2})), -1);
    assert_eq!(entries(&json!([1, 2])), -1);
}

#[test]
fn numbers_beyond_a_column_are_none() {
    assert_eq!(or_none(Some(i32::MAX)), i64::from(i32::MAX));
    assert_eq!(or_none(Some(1_u64 << 31)), -1);
    assert_eq!(or_none(Some(u64::MAX)), -1);
    assert_eq!(or_none::<u64>(None), -1);
}
