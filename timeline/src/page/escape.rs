//! JSON within HTML.

use std::io::{self, Write};

/// Writes JSON so that nothing in it can end the element that holds it: a `<`, which JSON has only within
/// strings, is written as JSON's own escape.
pub(super) struct Escaped<W>(pub(super) W);

impl<W: Write> Write for Escaped<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (number, piece) in bytes.split(|byte| *byte == b'<').enumerate() {
            if number > 0 {
                self.0.write_all(b"\\u003c")?;
            }
            self.0.write_all(piece)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[test]
fn nothing_ends_the_element_early() -> io::Result<()> {
    let mut out = Vec::new();
    Escaped(&mut out).write_all(b"[\"a</script><!--\"]")?;
    assert_eq!(out, b"[\"a\\u003c/script>\\u003c!--\"]");
    assert_eq!(serde_json::from_slice::<[String; 1]>(&out).ok(), Some(["a</script><!--".to_owned()]));
    Ok(())
}
