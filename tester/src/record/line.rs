//! Records as lines of a trace.

use timeline::record::Record;

/// How the line of a message ends, before what it says is put there.
const NOTHING_SAID: &str = "null}}";

/// What most lines have room in.
const LENGTH: usize = 384;

/// The line of a record; `args` is what its message says, as JSON, which the record leaves out.
///
/// To take that JSON apart only to have it written again would take longer than the run.
pub(super) fn of(record: &Record, args: Option<&str>) -> String {
    let mut bytes = Vec::with_capacity(LENGTH + args.map_or(0, str::len));
    // Records are plain data with texts for keys: there is nothing that could not be written.
    let written = serde_json::to_writer(&mut bytes, record).ok().and_then(|()| String::from_utf8(bytes).ok());
    let mut line = written.unwrap_or_default();
    if let Some(args) = args
        && line.ends_with(NOTHING_SAID)
    {
        line.truncate(line.len() - NOTHING_SAID.len());
        line.push_str(args);
        line.push_str("}}");
    }
    line
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use timeline::record::{Event, What};

    use super::*;

    #[test]
    fn what_a_message_says_is_at_the_end_of_its_line() {
        let method = || "M".to_owned();
        let event = |what| {
            let (text, task) = (String::new(), None);
            Record::Event(Event {
                id: 1,
                at: 2,
                node: Some(0),
                term: None,
                parents: vec![0],
                text,
                task,
                what,
            })
        };
        let messages = |args: fn() -> serde_json::Value| {
            let send = What::Send { call: 1, to: Some(1), method: method(), size: 3, args: args() };
            let reply = What::Reply { call: 1, to: Some(1), method: method(), size: 3, args: args() };
            [event(send), event(reply)]
        };
        let whole = messages(|| json!({"term": 3, "entries": [null]}));
        for (record, whole) in messages(|| serde_json::Value::Null).iter().zip(whole) {
            let line = of(record, Some(r#"{"term":3,"entries":[null]}"#));
            assert_eq!(serde_json::from_str::<Record>(&line).expect("a record"), whole);
            assert_eq!(line, of(&whole, None));
        }
    }
}
