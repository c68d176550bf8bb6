//! What decides the hidden seeds. Nobody but the rubric's file shows it.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};

use sha2::{Digest as _, Sha256};

use crate::grade::hex;

/// How many letters it must have. Every receipt carries a seal that was made with it: a short one could be
/// found by trying.
pub(super) const LEAST: usize = 16;
/// How many random bytes a fresh one has.
const FRESH: usize = 16;

/// A secret text.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    /// This text as a secret; `None` if it is too short to be one.
    pub(crate) fn new(text: &str) -> Option<Self> {
        (text.chars().count() >= LEAST).then(|| Self(text.to_owned()))
    }

    /// One that nobody has had before.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub(crate) fn fresh() -> io::Result<Self> {
        let mut bytes = [0; FRESH];
        File::open("/dev/urandom")?.read_exact(&mut bytes)?;
        Ok(Self(hex(&bytes)))
    }

    /// The text itself, for the rubric's file.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    /// The key for this purpose. Keys of different purposes tell nothing of each other.
    pub(crate) fn key(&self, purpose: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        for piece in ["raftlab", purpose, &self.0] {
            hash.update((piece.len() as u64).to_le_bytes());
            hash.update(piece);
        }
        hash.finalize().into()
    }

    /// By which two secrets can be told apart that are not known.
    pub(crate) fn seal(&self) -> String {
        hex(&self.key("seal"))
    }
}

/// Not what it is: debug output has its ways into logs.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_long_enough_and_is_not_shown() {
        assert_eq!(Secret::new("fifteen letters"), None);
        let secret = Secret::new("as many as needed").expect("long enough");
        assert_eq!(format!("{secret:?}"), "Secret(..)");
        assert!(!secret.seal().contains("needed"));
    }

    #[test]
    fn fresh_secrets_differ() {
        let fresh = || Secret::fresh().expect("random bytes");
        assert_ne!(fresh(), fresh());
        assert!(Secret::new(fresh().reveal()).is_some());
    }

    #[test]
    fn keys_have_one_purpose_each() {
        let secret = Secret::new("as many as needed").expect("long enough");
        assert_ne!(secret.key("one"), secret.key("two"));
        assert_eq!(secret.key("one"), secret.clone().key("one"));
    }
}
