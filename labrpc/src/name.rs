//! Names of ends and servers.

use std::fmt;
use std::rc::Rc;

/// The name of an end or of a server: a number or a text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Name {
    /// A number, as the lab names its servers.
    Number(u64),
    /// A text, as the lab names its ends.
    Text(Rc<str>),
}

impl Name {
    /// A 64-bit number that stands for this name in the derivation of random streams.
    pub(crate) fn digest(&self) -> u64 {
        let mut digest = sim::Digest::new();
        match self {
            Self::Number(number) => digest.word(*number),
            Self::Text(text) => digest.bytes(text.as_bytes()),
        }
        digest.value()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl From<u64> for Name {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Name {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<&Self> for Name {
    fn from(name: &Self) -> Self {
        name.clone()
    }
}
