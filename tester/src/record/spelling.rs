//! Commands and messages for readers: as JSON, and in a few words.

use serde_json::{Map, Value as Json};

use crate::value::{Command, Value};

/// How many characters of a text are shown.
const TEXT: usize = 24;
/// How long a line about a message may get.
const LINE: usize = 140;

/// A command of a test's as JSON; `None` for bytes that are none.
pub(super) fn spell(bytes: &[u8]) -> Option<String> {
    match labgob::decode(bytes).ok()? {
        Value::Number(number) => Some(number.to_string()),
        Value::Text(text) => serde_json::to_string(&shortened(&text, TEXT)).ok(),
    }
}

/// The digest of a command, as in the logs.
pub(super) fn digest(command: &Command) -> String {
    super::peer::short(sim::Digest::of(&command.bytes()))
}

/// What a message says, in one line: `term 3, prev_log.index 4, entries [5], leader_commit 4`.
pub(super) fn summary(message: &Json) -> String {
    let mut pieces = Vec::new();
    collect("", message, &mut pieces);
    shortened(&pieces.join(", "), LINE)
}

fn collect(name: &str, value: &Json, pieces: &mut Vec<String>) {
    let told = |word: &str| if name.is_empty() { word.to_owned() } else { format!("{name} {word}") };
    match value {
        Json::Object(fields) => collect_fields(name, fields, pieces),
        Json::Array(elements) => pieces.push(told(&format!("[{}]", length(elements)))),
        Json::String(text) => pieces.push(told(&shortened(text, TEXT))),
        Json::Null => pieces.push(told("none")),
        Json::Bool(_) | Json::Number(_) => pieces.push(told(&value.to_string())),
    }
}

fn collect_fields(name: &str, fields: &Map<String, Json>, pieces: &mut Vec<String>) {
    for (field, value) in fields {
        let path = if name.is_empty() { field.clone() } else { format!("{name}.{field}") };
        collect(&path, value, pieces);
    }
}

/// How many elements a list had before it was cut.
fn length(elements: &[Json]) -> usize {
    let more = elements.last().and_then(Json::as_str).and_then(|text| text.strip_prefix("… "));
    match more.and_then(|text| text.strip_suffix(" more")?.parse::<usize>().ok()) {
        Some(more) => elements.len() - 1 + more,
        None => elements.len(),
    }
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((cut, _)) => format!("{}…", &text[..cut]),
    }
}
