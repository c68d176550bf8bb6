//! Messages as JSON that people can read: byte strings are spelled, and long lists are cut.

use std::cell::Cell;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// Writes a byte string as a piece of JSON, if it knows what it means.
pub(crate) type Spell<'a> = &'a dyn Fn(&[u8]) -> Option<String>;

/// How many elements of a list are shown.
const ELEMENTS: usize = 32;
/// How many bytes of a byte string are shown.
const BYTES: usize = 24;

/// The value as JSON; `None` if it has no form in JSON, as a map whose keys are lists has none.
pub(crate) fn write<T: Serialize>(value: &T, spell: Spell<'_>) -> Option<String> {
    let mute = Cell::new(false);
    let mut text = Vec::with_capacity(128);
    let out = Mutable { text: &mut text, mute: &mute };
    let short = Short { mute: &mute, spell, counts: Vec::new(), muted_at: 0 };
    value.serialize(&mut Serializer::with_formatter(out, short)).ok()?;
    String::from_utf8(text).ok()
}

/// Text that grows unless it is mute.
struct Mutable<'a> {
    text: &'a mut Vec<u8>,
    mute: &'a Cell<bool>,
}

impl Write for Mutable<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if !self.mute.get() {
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
    /// How many lists were open when the text was muted.
    muted_at: usize,
}

impl Formatter for Short<'_> {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.counts.push(0);
        writer.write_all(b"[")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        let open = self.counts.len();
        if let Some(count) = self.counts.last_mut() {
            *count += 1;
            if *count > ELEMENTS && !self.mute.replace(true) {
                self.muted_at = open;
            }
        }
        if first { Ok(()) } else { writer.write_all(b",") }
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        let open = self.counts.len();
        let count = self.counts.pop().unwrap_or_default();
        if count > ELEMENTS && self.muted_at == open {
            self.mute.set(false);
            self.muted_at = 0;
            write!(writer, ",\"… {} more\"", count - ELEMENTS)?;
        }
        writer.write_all(b"]")
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
}
