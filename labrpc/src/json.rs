//! Messages as JSON that people can read: byte strings are spelled, and what is long or deep is cut.

use std::cell::Cell;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};

/// Writes a byte string as a piece of JSON, if it knows what it means.
pub(crate) type Spell<'a> = &'a dyn Fn(&[u8]) -> Option<String>;

/// How many elements of a list are shown.
const ELEMENTS: usize = 32;
/// How many bytes of a byte string are shown.
const BYTES: usize = 24;
/// How many bytes of a text are shown.
const TEXT: usize = 1000;
/// How many lists and structures within each other are shown. Readers of JSON give up at some depth.
const DEPTH: usize = 32;
/// How long the whole may be, in bytes: maps can have any number of keys.
const WHOLE: usize = 64 << 10;

/// The value as JSON; `None` if it has no form in JSON, as a map whose keys are lists has none. Of one that
/// is very long in spite of all that is left out, nothing is shown.
pub(crate) fn write<T: Serialize>(value: &T, spell: Spell<'_>) -> Option<String> {
    let mute = Cell::new(false);
    let mut text = Vec::with_capacity(128);
    let out = Mutable { text: &mut text, mute: &mute };
    let short =
        Short { mute: &mute, spell, counts: Vec::new(), open: 0, muted_at: 0, room: 0, is_cut: false };
    value.serialize(&mut Serializer::with_formatter(out, short)).ok()?;
    if text.len() > WHOLE {
        return Some("\"… too long to be shown\"".to_owned());
    }
    String::from_utf8(text).ok()
}

/// Text that grows unless it is mute, and not much further than it may.
struct Mutable<'a> {
    text: &'a mut Vec<u8>,
    mute: &'a Cell<bool>,
}

impl Write for Mutable<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if !self.mute.get() && self.text.len() <= WHOLE {
            self.text.extend_from_slice(piece);
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Short<'a> {
    mute: &'a Cell<bool>,
    spell: Spell<'a>,
    /// How many elements the lists have had that are being written, from the outermost on.
    counts: Vec<usize>,
    /// How many lists and structures are open.
    open: usize,
    /// How many were open when the text was muted.
    muted_at: usize,
    /// How many more bytes of a text are shown.
    room: usize,
    /// Whether something of it was left out.
    is_cut: bool,
}

impl Short<'_> {
    /// Something else begins within what is open, or stands there as an ellipsis.
    fn enter<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.open += 1;
        if self.open <= DEPTH || self.mute.get() {
            return writer.write_all(bracket);
        }
        writer.write_all("\"…\"".as_bytes())?;
        self.mute();
        Ok(())
    }

    /// It ends.
    fn leave<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.open -= 1;
        if self.muted_at == self.open + 1 {
            // An ellipsis stands in its place.
            self.muted_at = 0;
            self.mute.set(false);
            return Ok(());
        }
        writer.write_all(bracket)
    }

    /// Writes nothing until what was opened last ends.
    fn mute(&mut self) {
        if !self.mute.replace(true) {
            self.muted_at = self.open;
        }
    }
}

impl Formatter for Short<'_> {
    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.enter(writer, b"{")
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.leave(writer, b"}")
    }

    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.counts.push(0);
        self.enter(writer, b"[")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if let Some(count) = self.counts.last_mut() {
            *count += 1;
            if *count > ELEMENTS {
                self.mute();
            }
        }
        if first { Ok(()) } else { writer.write_all(b",") }
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        let count = self.counts.pop().unwrap_or_default();
        if count > ELEMENTS && self.muted_at == self.open && self.open <= DEPTH {
            self.mute.set(false);
            self.muted_at = 0;
            write!(writer, ",\"… {} more\"", count - ELEMENTS)?;
        }
        self.leave(writer, b"]")
    }

    fn begin_string<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        (self.room, self.is_cut) = (TEXT, false);
        writer.write_all(b"\"")
    }

    fn write_string_fragment<W: Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let shown = fragment.floor_char_boundary(self.room);
        if shown < fragment.len() {
            (self.room, self.is_cut) = (0, true);
        } else {
            self.room -= shown;
        }
        writer.write_all(&fragment.as_bytes()[..shown])
    }

    fn write_char_escape<W: Write + ?Sized>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        if self.room == 0 {
            self.is_cut = true;
            return Ok(());
        }
        self.room -= 1;
        CompactFormatter.write_char_escape(writer, escape)
    }

    fn end_string<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(if self.is_cut { "…\"".as_bytes() } else { b"\"" })
    }

    fn write_byte_array<W: Write + ?Sized>(&mut self, writer: &mut W, bytes: &[u8]) -> io::Result<()> {
        if self.mute.get() {
            return Ok(());
        }
        if let Some(spelled) = (self.spell)(bytes) {
            return writer.write_all(spelled.as_bytes());
        }
        writer.write_all(b"\"")?;
        for byte in bytes.iter().take(BYTES) {
            write!(writer, "{byte:02x}")?;
        }
        if bytes.len() > BYTES {
            write!(writer, "… ({} bytes)", bytes.len())?;
        }
        writer.write_all(b"\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn plain<T: Serialize>(value: &T) -> String {
        write(value, &|_| None).expect("it has a form in JSON")
    }

    #[test]
    fn byte_strings_are_spelled_or_hexadecimal() {
        let bytes = Bytes::from_static(b"\x01\xab");
        assert_eq!(plain(&bytes), "\"01ab\"");
        assert_eq!(write(&bytes, &|bytes| Some(bytes.len().to_string())).as_deref(), Some("2"));
        let long = plain(&Bytes::from(vec![7; 100]));
        assert_eq!(long, format!("\"{}… (100 bytes)\"", "07".repeat(BYTES)));
    }

    #[test]
    fn long_lists_are_cut_wherever_they_are() {
        let numbers: Vec<u64> = (0..40).collect();
        let cut = plain(&(&numbers, 5));
        assert!(cut.starts_with("[[0,1,2,") && cut.ends_with("30,31,\"… 8 more\"],5]"), "{cut}");
        // The lists within what is left out are not heard of.
        let nested = plain(&vec![numbers; 33]);
        assert!(nested.ends_with("\"… 8 more\"],\"… 1 more\"]"), "{nested}");
        assert_eq!(plain(&Vec::<u64>::new()), "[]");
    }

    #[test]
    fn long_texts_are_cut_wherever_they_are() {
        let text = |letter: &str, count| plain(&(letter.repeat(count), 5));
        assert_eq!(text("x", TEXT), format!("[\"{}\",5]", "x".repeat(TEXT)));
        assert_eq!(text("x", TEXT + 1), format!("[\"{}…\",5]", "x".repeat(TEXT)));
        assert_eq!(text("\u{20ac}", TEXT), format!("[\"{}…\",5]", "\u{20ac}".repeat(TEXT / 3)));
        assert_eq!(text("\u{1}", TEXT), format!("[\"{}\",5]", "\\u0001".repeat(TEXT)));
        assert_eq!(text("\u{1}", 1 << 20), format!("[\"{}…\",5]", "\\u0001".repeat(TEXT)));
    }

    #[test]
    fn depth_is_cut() {
        #[derive(Serialize)]
        struct Deep {
            more: Vec<Deep>,
            after: u64,
        }
        let nested = |depth| {
            (0..depth).fold(Deep { more: Vec::new(), after: 0 }, |deep, after| {
                let more = [0, after].map(|after| Deep { more: Vec::new(), after }).into_iter();
                Deep { more: more.chain([deep]).collect(), after }
            })
        };
        let shallow = plain(&nested(DEPTH as u64 / 2 - 1));
        assert!(!shallow.contains('…') && serde_json::from_str::<serde_json::Value>(&shallow).is_ok());
        let deep = plain(&nested(500));
        assert!(deep.contains("\"more\":[\"…\",\"…\",\"…\"]"), "{deep}");
        assert!(deep.ends_with("],\"after\":499}"), "{deep}");
        assert!(serde_json::from_str::<serde_json::Value>(&deep).is_ok(), "{deep}");
    }

    #[test]
    fn the_whole_has_an_end() {
        let map: std::collections::BTreeMap<u64, u64> = (0..100_000).map(|key| (key, key)).collect();
        assert_eq!(plain(&map), "\"… too long to be shown\"");
        let few: std::collections::BTreeMap<u64, u64> = [(1, 2)].into();
        assert_eq!(plain(&few), "{\"1\":2}");
    }
}
