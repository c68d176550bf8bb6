//! Byte strings that are not copied: `#[serde(with = "labgob::shared")]` on a field of type [`Bytes`].
//!
//! [`decode_shared`](crate::decode_shared) and [`Decoder`](crate::Decoder) make such a field a slice of the
//! message; everything else, other formats included, copies it. The encoding is the same as without the
//! attribute.
//!
//! ```
//! # use bytes::Bytes;
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Snapshot(#[serde(with = "labgob::shared")] Bytes);
//!
//! let message = labgob::encode(&Snapshot(Bytes::from(vec![7; 1000])))?;
//! let Snapshot(bytes) = labgob::decode_shared(&message)?;
//! assert_eq!(bytes.as_ptr(), message[3..].as_ptr()); // behind the length, 1000 in three bytes
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::cell::Cell;
use std::fmt;

use bytes::Bytes;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde::ser::Serializer;

/// By this name a field tells this crate's deserialiser that it can take a slice of the message.
pub(crate) const NAME: &str = "$labgob::shared";

/// How many bytes a foreign format's length hint may make this module reserve.
const RESERVED_MAX: usize = 4096;

thread_local! {
    /// The slice on its way from the deserialiser to the visitor: serde's own interface has no room for a
    /// `Bytes`.
    static HANDED_OVER: Cell<Option<Bytes>> = const { Cell::new(None) };
}

/// Calls `visit` with `slice` ready to be picked up.
///
/// Where `visit` panics or leaves the slice, it stays until the next call at most: harmless, because a
/// visitor takes it only if it is the very memory that it was shown.
#[inline]
pub(crate) fn hand_over<T>(slice: Option<Bytes>, visit: impl FnOnce() -> T) -> T {
    let Some(slice) = slice else { return visit() };
    HANDED_OVER.set(Some(slice));
    let result = visit();
    HANDED_OVER.set(None);
    result
}

/// Writes a byte string: its length and its bytes.
#[inline]
pub fn serialize<S: Serializer>(bytes: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// Reads a byte string, as a slice of the message where that is possible.
#[inline]
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
    deserializer.deserialize_newtype_struct(NAME, BytesVisitor)
}

struct BytesVisitor;

impl<'de> Visitor<'de> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a byte string")
    }

    #[inline]
    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Bytes, E> {
        match HANDED_OVER.take() {
            Some(slice) if std::ptr::eq(&raw const *slice, &raw const *bytes) => Ok(slice),
            _ => self.visit_bytes(bytes),
        }
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
        Ok(Bytes::copy_from_slice(bytes))
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
        Ok(Bytes::from(bytes))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Bytes, D::Error> {
        deserializer.deserialize_byte_buf(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Bytes, A::Error> {
        let mut bytes = Vec::with_capacity(elements.size_hint().unwrap_or(0).min(RESERVED_MAX));
        while let Some(byte) = elements.next_element()? {
            bytes.push(byte);
        }
        Ok(Bytes::from(bytes))
    }
}
