//! The messages on their way, and what to call them.

use std::collections::BTreeMap;

use serde_json::Value;

/// A message that arrives later than this after it was sent is late.
const LATE: u64 = 1_000_000;

/// One request.
pub(super) struct Letter {
    at: u64,
    /// When its reply was sent.
    replied: Option<u64>,
    text: String,
}

/// All requests, by the numbers of their calls.
#[derive(Default)]
pub(super) struct Post(BTreeMap<u64, Letter>);

impl Post {
    pub(super) fn send(&mut self, call: u64, letter: Letter) {
        self.0.insert(call, letter);
    }

    pub(super) fn reply(&mut self, call: u64, at: u64) {
        if let Some(letter) = self.0.get_mut(&call) {
            letter.replied = Some(at);
        }
    }

    /// A request has arrived at a peer that was ready for it from a moment on: what there is to tell of it if
    /// it is late.
    pub(super) fn deliver(&self, call: u64, at: u64, ready: u64) -> Option<String> {
        let letter = self.0.get(&call)?;
        let late = at.saturating_sub(letter.at.max(ready));
        (late >= LATE).then(|| format!("{letter} arrives {} late", millis(late)))
    }

    /// A reply has arrived: what there is to tell of it if it is late.
    pub(super) fn answer(&self, call: u64, at: u64) -> Option<String> {
        let letter = self.0.get(&call)?;
        let late = at.saturating_sub(letter.replied?);
        (late >= LATE).then(|| format!("the answer to {letter} arrives {} late", millis(late)))
    }

    /// A request was lost, or its reply.
    pub(super) fn lost(&self, call: u64, reason: &str) -> Option<String> {
        let letter = self.0.get(&call)?;
        match reason {
            "request lost" => Some(format!("{letter} is lost")),
            "reply lost" => Some(format!("the answer to {letter} is lost")),
            _ => None,
        }
    }

    /// A request is delivered once more.
    pub(super) fn again(&self, call: u64) -> Option<String> {
        Some(format!("{} is delivered twice", self.0.get(&call)?))
    }
}

fn millis(nanos: u64) -> String {
    format!("{} ms", nanos / 1_000_000)
}

impl Letter {
    pub(super) fn new(from: Option<usize>, to: Option<usize>, at: u64, method: &str, args: &Value) -> Self {
        let name = method.rsplit('.').next().unwrap_or(method);
        let matter = matter(args).map(|matter| format!(" ({matter})")).unwrap_or_default();
        Self { at, replied: None, text: format!("{name} {}->{}{matter}", end(from), end(to)) }
    }
}

fn end(peer: Option<usize>) -> String {
    peer.map_or_else(|| "?".to_owned(), |peer| peer.to_string())
}

/// As in `AppendEntries 0->2 (term 3, entries 5..7)`.
impl std::fmt::Display for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// What a request is about, whatever its fields are called: its term, and its entries if there are any.
fn matter(args: &Value) -> Option<String> {
    let fields = args.as_object()?;
    let field = |part: &str| fields.iter().find(|(name, _)| name.contains(part)).map(|(_, value)| value);
    let term = fields.get("term").and_then(Value::as_u64).map(|term| format!("term {term}"));
    let entries = field("entries").and_then(Value::as_array).filter(|entries| !entries.is_empty());
    let entries = entries.map(|entries| {
        let count = entries.len() as u64;
        match field("prev").and_then(index) {
            Some(prev) if count == 1 => format!("entry {}", prev + 1),
            Some(prev) => format!("entries {}..{}", prev + 1, prev + count),
            None if count == 1 => "1 entry".to_owned(),
            None => format!("{count} entries"),
        }
    });
    let parts: Vec<String> = term.into_iter().chain(entries).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// An index by itself, or as a part of a mark.
fn index(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.get("index")?.as_u64())
}
