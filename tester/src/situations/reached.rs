//! How often each situation was reached in one run.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Situation;

/// How often each situation was reached in one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    has_looked: bool,
    times: [u64; Situation::COUNT],
}

impl Default for Reached {
    fn default() -> Self {
        Self { has_looked: false, times: [0; Situation::COUNT] }
    }
}

impl Reached {
    /// How often a situation was reached.
    pub const fn times(&self, situation: Situation) -> u64 {
        self.times[situation as usize]
    }

    /// Whether any peer showed its inside. If none did, situations that take such a look say nothing.
    pub const fn has_looked(&self) -> bool {
        self.has_looked
    }

    /// The situations that were reached at all, and how often.
    pub fn iter(&self) -> impl Iterator<Item = (Situation, u64)> {
        let all = Situation::ALL.iter().map(|situation| (*situation, self.times(*situation)));
        all.filter(|(_, times)| *times > 0)
    }

    pub(super) const fn look(&mut self) {
        self.has_looked = true;
    }

    pub(super) const fn add(&mut self, situation: Situation) {
        self.add_times(situation, 1);
    }

    pub(super) const fn add_times(&mut self, situation: Situation, times: u64) {
        let sum = &mut self.times[situation as usize];
        *sum = sum.saturating_add(times);
    }
}

/// On the way between processes: names, so that it can be read by people too.
#[derive(Serialize, Deserialize)]
struct Wire<N: Ord> {
    looked: bool,
    times: BTreeMap<N, u64>,
}

impl Serialize for Reached {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let times = self.iter().map(|(situation, times)| (situation.as_str(), times)).collect();
        Wire { looked: self.has_looked, times }.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Reached {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Wire { looked, times } = Wire::<String>::deserialize(from)?;
        let mut reached = Self { has_looked: looked, ..Self::default() };
        for (name, times) in times {
            let unknown = || D::Error::custom(format!("there is no situation called `{name}`"));
            reached.add_times(Situation::find(&name).ok_or_else(unknown)?, times);
        }
        Ok(reached)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_survive_the_way_between_processes() {
        let mut reached = Reached::default();
        reached.look();
        reached.add(Situation::SplitVote);
        reached.add_times(Situation::SnapshotTaken, u64::MAX);
        let text = serde_json::to_string(&reached).expect("plain fields");
        let expected = r#"{"looked":true,"times":{"snapshot-taken":18446744073709551615,"split-vote":1}}"#;
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<Reached>(&text).expect("its own text"), reached);
        reached.add(Situation::SnapshotTaken);
        assert_eq!(reached.iter().map(|(_, times)| times).collect::<Vec<_>>(), [1, u64::MAX]);
        assert!(serde_json::from_str::<Reached>(&text.replace("split", "spilt")).is_err());
    }
}
