//! What a message says, for readers of a kept trace: its bytes, and how to read them.
//!
//! Nothing is written out before somebody asks, and then it is what stands in the bytes: what the message
//! says, and not what its sender meant.

use std::fmt::{self, Debug};

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json;

/// An encoded message, and how it is read.
#[derive(Clone)]
pub struct Content {
    bytes: Bytes,
    words: fn(&Bytes) -> Option<String>,
    json: fn(&Bytes, json::Spell<'_>) -> Option<String>,
}

impl Content {
    /// The encoding of a `T`.
    pub(crate) fn of<T: Serialize + DeserializeOwned + Debug>(bytes: &Bytes) -> Self {
        Self { bytes: bytes.clone(), words: words::<T>, json: json::<T> }
    }

    /// The message in words: its type's `Debug`. `None` if it cannot be decoded.
    pub fn words(&self) -> Option<String> {
        (self.words)(&self.bytes)
    }

    /// The message as JSON. `None` if it cannot be decoded, or has no form in JSON.
    ///
    /// Long lists are cut, with a text as their last element that says how many more there are; long texts
    /// and what is nested deeply are cut with an ellipsis. Byte strings are as `spell` writes them; where
    /// that returns `None`, they are hexadecimal, and cut if they are long.
    pub fn json(&self, spell: &dyn Fn(&[u8]) -> Option<String>) -> Option<String> {
        (self.json)(&self.bytes, spell)
    }
}

fn words<T: DeserializeOwned + Debug>(bytes: &Bytes) -> Option<String> {
    Some(format!("{:?}", labgob::decode_shared::<T>(bytes).ok()?))
}

fn json<T: Serialize + DeserializeOwned>(bytes: &Bytes, spell: json::Spell<'_>) -> Option<String> {
    json::write(&labgob::decode_shared::<T>(bytes).ok()?, spell)
}

impl Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}
