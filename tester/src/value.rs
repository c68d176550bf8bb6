//! What the tests submit: numbers, and long strings where bytes are counted.

use std::fmt;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::failure::AgreementFailure;

/// A command as a test means it.
///
/// ```
/// use tester::value::{Command, Value};
/// let command = Command::from(Value::from(4711));
/// assert_eq!(command.value(), Some(Value::Number(4711)));
/// assert_eq!(command.to_string(), "4711");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// What most tests submit; the random ones have 63 bits.
    Number(u64),
    /// A text, for the test that counts bytes.
    Text(String),
}

impl Value {
    /// The number, if it is one.
    pub const fn number(&self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// The number, or the text in quotes; a long text shows only its beginning and its length.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 12;
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => match text.char_indices().nth(SHOWN) {
                None => write!(f, "{text:?}"),
                Some((cut, _)) => write!(f, "{:?}... ({} bytes)", &text[..cut], text.len()),
            },
        }
    }
}

/// A command as Raft carries it: the encoded [`Value`], opaque bytes.
///
/// Two commands are equal exactly when their values are, because a value has only one encoding. So logs are
/// compared without decoding anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command(#[serde(with = "labgob::shared")] Bytes);

impl Command {
    /// The command that a peer handed up, whatever its bytes are.
    pub const fn from_bytes(bytes: Bytes) -> Self {
        Self(bytes)
    }

    /// The bytes to submit. Shares the buffer.
    pub fn bytes(&self) -> Bytes {
        self.0.clone()
    }

    /// What the bytes mean; `None` if no test can have submitted them.
    pub fn value(&self) -> Option<Value> {
        labgob::decode(&self.0).ok()
    }

    /// The number that was applied at `index`; a failure if it is none, where only numbers were submitted.
    pub fn number_at(&self, index: u64) -> Result<u64, AgreementFailure> {
        let number = self.value().as_ref().and_then(Value::number);
        number.ok_or_else(|| AgreementFailure::NotANumber { index, command: self.clone() })
    }

    /// Folds the content into a run's digest.
    pub(crate) fn fold(&self, digest: &mut sim::Digest) {
        digest.bytes(&self.0);
    }
}

impl From<Value> for Command {
    /// Panics on a text of more than 64 MiB, which no test submits.
    fn from(value: Value) -> Self {
        Self(labgob::encode(&value).expect("a test's command is far below the codec's limit"))
    }
}

/// The value, or the length of bytes that are no value.
impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value() {
            Some(value) => value.fmt(f),
            None => write!(f, "<{} bytes that no test submitted>", self.0.len()),
        }
    }
}
