//! What a failure counts as: one of the classes, or a mistake of the harness's own.

use std::fmt;

use serde::de::IntoDeserializer as _;
use serde::de::value::StringDeserializer;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::failure::Class;
use crate::runner::Verdict;

/// Whose failure it is, and how grave. The first is the gravest: where the harness itself is wrong, no other
/// result can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The harness's own.
    Harness,
    /// The implementation's.
    Peers(Class),
}

impl Kind {
    /// The kind of failure that `verdict` tells of; `None` for a test that passed.
    pub(super) const fn of(verdict: &Verdict) -> Option<Self> {
        match verdict {
            Verdict::Passed => None,
            Verdict::Failed(account) => Some(Self::Peers(account.class)),
            Verdict::Broken(_) => Some(Self::Harness),
        }
    }

    /// The name in reports, the same as [`Verdict::class`].
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Harness => "harness",
            Self::Peers(class) => class.as_str(),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        if name == Self::Harness.as_str() {
            return Ok(Self::Harness);
        }
        let name: StringDeserializer<D::Error> = name.into_deserializer();
        Class::deserialize(name).map(Self::Peers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_one_name_each_and_the_harness_comes_first() {
        let text = r#"["harness","safety","panic","nondeterminism","hang","liveness","cost"]"#;
        let kinds: Vec<Kind> = serde_json::from_str(text).expect("kinds");
        assert!(kinds.is_sorted());
        assert_eq!(serde_json::to_string(&kinds).expect("names"), text);
        assert!(serde_json::from_str::<Kind>("\"bad luck\"").is_err());
    }
}
