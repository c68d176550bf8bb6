//! One of several equal parts of a hunt, for hunts on more than one machine.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Part `number` of a hunt that is cut into `of` parts, as in `2/4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Shard {
    // invariant: 1 <= number <= of
    number: u64,
    of: u64,
}

/// Words or numbers that are no shard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ShardError {
    /// Not two numbers with a slash between them.
    #[error("`{0}` is no shard: write K/N, such as 2/4 for the second of four")]
    Form(String),
    /// A part that a hunt of so many parts does not have.
    #[error("there is no shard {number}/{of}: {}", range_of(*of))]
    Outside {
        /// The part.
        number: u64,
        /// How many parts there are.
        of: u64,
    },
}

fn range_of(of: u64) -> String {
    match of {
        0 => "a hunt has at least one shard".to_owned(),
        1 => "the only one is 1/1".to_owned(),
        of => format!("they go from 1/{of} to {of}/{of}"),
    }
}

impl Shard {
    /// Part `number`, counted from 1 on, of `of` parts.
    ///
    /// # Errors
    /// There is no such part.
    pub(crate) const fn new(number: u64, of: u64) -> Result<Self, ShardError> {
        if number == 0 || number > of {
            return Err(ShardError::Outside { number, of });
        }
        Ok(Self { number, of })
    }

    /// Which part it is, from 1 on.
    pub(crate) const fn number(self) -> u64 {
        self.number
    }

    /// How many parts there are.
    pub(crate) const fn of(self) -> u64 {
        self.of
    }

    /// Its share of `seeds` seeds: how many come before it, and how many it has. Shares are blocks, the first
    /// ones longer by one where the seeds cannot be shared out equally; with more shards than seeds the last
    /// ones have none.
    pub(super) fn share(self, seeds: u64) -> (u64, u64) {
        let (each, left_over) = (seeds / self.of, seeds % self.of);
        let before = self.number - 1;
        (before * each + before.min(left_over), each + u64::from(before < left_over))
    }
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let parts = text.split_once('/').map(|(number, of)| (number.trim().parse(), of.trim().parse()));
        let Some((Ok(number), Ok(of))) = parts else { return Err(ShardError::Form(text.to_owned())) };
        Self::new(number, of)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl TryFrom<String> for Shard {
    type Error = ShardError;

    fn try_from(text: String) -> Result<Self, ShardError> {
        text.parse()
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> Self {
        shard.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_written_as_fractions() {
        let shard: Shard = "2/4".parse().expect("a shard");
        assert_eq!((shard.number(), shard.of(), shard.to_string()), (2, 4, "2/4".to_owned()));
    }

    #[test]
    fn what_is_no_shard_is_refused_with_advice() {
        let refusal = |text: &str| text.parse::<Shard>().expect_err("no shard").to_string();
        assert_eq!(refusal("0/3"), "there is no shard 0/3: they go from 1/3 to 3/3");
        assert_eq!(refusal("4/3"), "there is no shard 4/3: they go from 1/3 to 3/3");
        assert_eq!(refusal("2/1"), "there is no shard 2/1: the only one is 1/1");
        assert_eq!(refusal("0/0"), "there is no shard 0/0: a hunt has at least one shard");
        for text in ["a/b", "3", "", "/", "1/", "1/2/3", "-1/2", "1.5/2"] {
            assert!(refusal(text).contains("write K/N"), "{text}");
        }
    }

    #[test]
    fn shares_are_near_equal_blocks() {
        let shares = |seeds, of| -> Vec<(u64, u64)> {
            (1..=of).map(|number| Shard::new(number, of).expect("a shard").share(seeds)).collect()
        };
        assert_eq!(shares(10, 4), [(0, 3), (3, 3), (6, 2), (8, 2)]);
        assert_eq!(shares(2, 4), [(0, 1), (1, 1), (2, 0), (2, 0)]);
        assert_eq!(shares(u64::MAX, 2), [(0, 1 << 63), (1 << 63, (1 << 63) - 1)]);
    }
}
