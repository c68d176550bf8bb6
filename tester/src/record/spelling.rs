//! Commands and messages for readers: as JSON, and in a few words.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

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
pub(super) fn summary(message: &str) -> String {
    let mut line = String::new();
    let piece = Piece { line: &mut line, name: "" };
    // Half of a summary is better than none.
    let _ = serde_json::Deserializer::from_str(message).deserialize_any(piece);
    shortened(&line, LINE)
}

/// A part of a message, which adds itself to the line.
struct Piece<'a> {
    line: &'a mut String,
    /// The names of the fields that lead to it.
    name: &'a str,
}

impl Piece<'_> {
    fn add(self, value: impl Display) {
        let Self { line, name } = self;
        if !line.is_empty() {
            line.push_str(", ");
        }
        if !name.is_empty() {
            line.push_str(name);
            line.push(' ');
        }
        let _ = write!(line, "{value}");
    }
}

impl<'de> DeserializeSeed<'de> for Piece<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Piece<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.add(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.add(value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.add(value);
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.add(value);
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.add(shortened(value, TEXT));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.add("none");
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut count = 0;
        while let Some(element) = elements.next_element::<Element>()? {
            count += element.0;
        }
        self.add(format_args!("[{count}]"));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(field) = fields.next_key::<Cow<'_, str>>()? {
            let joined = if self.name.is_empty() { field } else { format!("{}.{field}", self.name).into() };
            fields.next_value_seed(Piece { line: self.line, name: &joined })?;
        }
        Ok(())
    }
}

/// An element of a list, which counts for more than one where it says that so many more were cut off.
struct Element(usize);

impl<'de> serde::Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Count).map(Self)
    }
}

struct Count;

impl<'de> Visitor<'de> for Count {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an element")
    }

    fn visit_bool<E>(self, _: bool) -> Result<usize, E> {
        Ok(1)
    }

    fn visit_u64<E>(self, _: u64) -> Result<usize, E> {
        Ok(1)
    }

    fn visit_i64<E>(self, _: i64) -> Result<usize, E> {
        Ok(1)
    }

    fn visit_f64<E>(self, _: f64) -> Result<usize, E> {
        Ok(1)
    }

    fn visit_str<E>(self, value: &str) -> Result<usize, E> {
        let more = value.strip_prefix("… ").and_then(|text| text.strip_suffix(" more"));
        Ok(more.and_then(|number| number.parse().ok()).unwrap_or(1))
    }

    fn visit_unit<E>(self) -> Result<usize, E> {
        Ok(1)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<usize, A::Error> {
        while elements.next_element::<IgnoredAny>()?.is_some() {}
        Ok(1)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<usize, A::Error> {
        while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(1)
    }
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((cut, _)) => format!("{}…", &text[..cut]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_told_in_one_line() {
        let message = r#"{"term":3,"prev":{"index":4,"term":2},"entries":[{"term":3,"command":7},"… 5 more"],
            "granted":false,"leader":null,"outcome":"Accepted","ratio":-1.5}"#;
        let told = "term 3, prev.index 4, prev.term 2, entries [6], granted false, leader none, \
                    outcome Accepted, ratio -1.5";
        assert_eq!(summary(message), told);
        assert_eq!(summary("null"), "none");
        assert_eq!(summary("7"), "7");
        assert_eq!(summary("{}"), "");
        let long = format!("{{\"text\":\"{}\"}}", "x".repeat(99));
        assert_eq!(summary(&long), format!("text {}…", "x".repeat(TEXT)));
    }

    #[test]
    fn commands_are_spelled_as_the_tests_mean_them() {
        let spelled = |value: Value| spell(&Command::from(value).bytes());
        assert_eq!(spelled(Value::Number(4711)).as_deref(), Some("4711"));
        assert_eq!(spelled(Value::from("one".to_owned())).as_deref(), Some("\"one\""));
        assert_eq!(spell(&[255; 9]), None);
    }
}
