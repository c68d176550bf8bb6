//! The codec of the lab: values to bytes and back, over serde and bincode.
//!
//! RPC arguments, replies, persisted state and snapshots all go through here. The format is bincode 2's
//! standard one: little-endian, integers as variable-length numbers (one byte up to 250), sequences and
//! strings with their length in front, enums by the variant's number, no field names. It plays the part of
//! the course's `labgob`, without its two warnings: a typed serialiser drops no field in silence, and
//! decoding builds a new value, so that nothing of an older one can shine through.
//!
//! # Promises
//!
//! - **Copies.** A decoded value shares nothing with the value that was encoded, except immutable bytes where
//!   [`shared`] asks for it.
//! - **Determinism.** Equal values become equal bytes on every platform; `usize` travels as `u64`. This holds
//!   as far as the type itself has an order: a `HashMap` has none, a `BTreeMap` does.
//! - **Nothing left over.** [`decode`] refuses a message with bytes behind the value.
//! - **Hostile bytes are harmless.** Whatever the bytes, and for every type whose own `Deserialize` keeps to
//!   its input, decoding ends with a value or a [`DecodeError`]: it does not panic, does not overflow the
//!   stack and does not allocate on the word of the message alone. Strings and byte strings are allocated
//!   once their bytes are seen to be there. All sequences and maps of a message together may announce as many
//!   elements as the message has bytes, plus [`MAX_EMPTY_ELEMENTS`], so memory stays within a constant times
//!   the message's length; the constant is the in-memory size of the type's largest element, and a small
//!   factor for growing collections. Values may nest [`MAX_DEPTH`] levels deep, and a message may have
//!   [`MAX_MESSAGE`] bytes.
//!
//! # What it leaves out
//!
//! The bytes do not describe themselves, so reading them as another type than they were written as may give a
//! wrong value instead of an error. For the same reason serde's features that look ahead do not work:
//! `untagged`, `flatten`, `tag = ".."`, `skip_serializing_if`, and types such as `serde_json::Value`. More
//! than one encoding is accepted for a number (5 in one byte or in three); only the shortest is ever written.
//!
//! # Example
//!
//! ```
//! use bytes::Bytes;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Debug, PartialEq, Serialize, Deserialize)]
//! struct Entry {
//!     term: u64,
//!     #[serde(with = "labgob::shared")]
//!     command: Bytes,
//! }
//!
//! let entry = Entry { term: 3, command: Bytes::from_static(b"put x 1") };
//! let message = labgob::encode(&entry)?;
//! assert_eq!(message.len(), 1 + 1 + 7);
//! assert_eq!(labgob::decode::<Entry>(&message)?, entry); // a copy of everything
//! assert_eq!(labgob::decode_shared::<Entry>(&message)?, entry); // `command` is a slice of `message`
//! assert!(labgob::decode::<Entry>(&message[..5]).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod access;
mod deserializer;
mod encode;
mod error;
mod input;
pub mod shared;
mod stream;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::input::Input;

pub use crate::encode::{encode, encode_to};
pub use crate::error::{DecodeError, EncodeError};
pub use crate::stream::{Decoder, Encoder};

/// The longest message that is written or read, in bytes: 64 MiB. The lab's largest messages are a thousandth
/// of it.
pub const MAX_MESSAGE: usize = 64 << 20;

/// How many levels deep a decoded value may nest: sequences, maps, tuples, structs, enums, newtypes and
/// options each count one.
///
/// The bound keeps a message that describes a long chain of boxes from overflowing the stack. Encoding does
/// not check it.
pub const MAX_DEPTH: usize = 128;

/// How many elements without bytes of their own, such as the `()` of a `Vec<()>`, a message may hold in all.
///
/// Their number is the message's bare word: without a bound one short message could claim 2^60 of them.
/// Encoding does not check it.
pub const MAX_EMPTY_ELEMENTS: usize = 1024;

/// Decodes a value that takes up all of `bytes`, copying everything.
///
/// # Errors
///
/// Any [`DecodeError`], in particular [`DecodeError::TrailingBytes`] where bytes are left behind the value.
#[inline]
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut input = Input::new(bytes, None)?;
    let value = input.read()?;
    input.finish()?;
    Ok(value)
}

/// Decodes a value that takes up all of `bytes`; its fields marked `#[serde(with = "labgob::shared")]` become
/// slices of `bytes` instead of copies.
///
/// Such a field keeps the whole message alive for as long as it lives itself.
///
/// # Errors
///
/// As [`decode`].
#[inline]
pub fn decode_shared<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, DecodeError> {
    let mut input = Input::new(bytes, Some(bytes))?;
    let value = input.read()?;
    input.finish()?;
    Ok(value)
}
