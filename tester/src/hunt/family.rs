//! Failure families: failing seeds that look like one bug.

use serde::{Deserialize, Serialize};
use sim::Digest;

use super::kind::Kind;
use super::lines::hex;
use crate::runner::Outcome;

/// How many failing seeds of a family are kept: enough to try a fix on, and little enough for a test that
/// always fails.
pub(super) const SEEDS_KEPT: usize = 1000;

/// What failures must have in common to count as one bug.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fingerprint {
    /// How grave it is.
    pub(crate) kind: Kind,
    /// The rule that was broken.
    pub(crate) rule: String,
    /// The name of the test that found it.
    pub(crate) test: &'static str,
    /// The place in the source, where there is one.
    pub(crate) place: Option<String>,
}

impl Fingerprint {
    /// The fingerprint of a run's failure; `None` if it passed.
    pub(crate) fn of(outcome: &Outcome) -> Option<Self> {
        let account = outcome.verdict.account()?;
        Some(Self {
            kind: Kind::of(&outcome.verdict)?,
            rule: account.rule.clone(),
            test: outcome.test.name,
            place: account.place.clone(),
        })
    }

    /// A short name that is the same in every report: eight hexadecimal digits.
    ///
    /// It is for people and file names. Two families may have one name by chance (one in 4 billion), so
    /// nothing is told apart by it.
    pub(crate) fn id(&self) -> String {
        let mut digest = Digest::new();
        for part in [self.kind.as_str(), &self.rule, self.test] {
            digest.bytes(part.as_bytes());
        }
        digest.word(u64::from(self.place.is_some()));
        digest.bytes(self.place.as_deref().unwrap_or_default().as_bytes());
        format!("{:08x}", digest.value() >> 32)
    }
}

/// The one run of a family that is worth looking at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Representative {
    /// Its seed.
    pub(crate) seed: u64,
    /// How many events it had; 0 if it did not live to tell.
    pub(crate) observed: u64,
    /// When it ended, in virtual nanoseconds.
    #[serde(rename = "ended_ns")]
    pub(crate) ended_nanos: u64,
    /// The digest of the run.
    #[serde(with = "hex")]
    pub(crate) digest: u64,
    /// What was found, in one sentence.
    pub(crate) message: String,
    /// The rule whose card explains it, where that is another than the one that was broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) card: Option<String>,
}

impl Representative {
    /// The run of this outcome; `None` if it passed.
    pub(crate) fn of(outcome: &Outcome) -> Option<Self> {
        let account = outcome.verdict.account()?;
        Some(Self {
            seed: outcome.seed,
            observed: outcome.observed,
            ended_nanos: outcome.ended.as_nanos(),
            digest: outcome.digest,
            message: account.message.clone(),
            card: account.card.clone(),
        })
    }

    /// Whether it is rather worth looking at than the other.
    pub(crate) fn is_before(&self, other: &Self) -> bool {
        self.rank() < other.rank()
    }

    /// The fewer events, the less there is to read; then the smallest seed.
    ///
    /// A run that took its process with it, or was given up, never said how many events it had: its 0 stands
    /// for not knowing. Its log may break off anywhere too, so any run that came to its end is better.
    fn rank(&self) -> (bool, u64, u64) {
        (self.observed == 0, self.observed, self.seed)
    }
}

/// The failing seeds of one fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Family {
    /// What they have in common.
    pub(crate) fingerprint: Fingerprint,
    /// How many there are.
    pub(crate) count: u64,
    /// The smallest of them, at most a thousand, ascending.
    pub(crate) seeds: Vec<u64>,
    /// The run to look at first.
    pub(crate) representative: Representative,
}

impl Family {
    /// The family that a run's failure founds; `None` if it passed.
    pub(super) fn of(outcome: &Outcome) -> Option<Self> {
        let representative = Representative::of(outcome)?;
        let fingerprint = Fingerprint::of(outcome)?;
        Some(Self { fingerprint, count: 1, seeds: vec![outcome.seed], representative })
    }

    /// The rule whose card explains the representative.
    pub(crate) fn card(&self) -> &str {
        self.representative.card.as_deref().unwrap_or(&self.fingerprint.rule)
    }

    /// The smallest failing seed.
    pub(crate) fn smallest_seed(&self) -> u64 {
        // A family has a seed from its founding on.
        self.seeds.first().copied().unwrap_or(self.representative.seed)
    }

    /// Takes in the rest of the family, from other seeds.
    pub(super) fn join(&mut self, other: Self) {
        debug_assert_eq!(self.fingerprint, other.fingerprint, "two families are one");
        self.count = self.count.saturating_add(other.count);
        if other.representative.is_before(&self.representative) {
            self.representative = other.representative;
        }
        self.join_seeds(other.seeds);
    }

    fn join_seeds(&mut self, others: Vec<u64>) {
        let is_after = others.first() > self.seeds.last();
        if is_after && self.seeds.len() == SEEDS_KEPT {
            // A test that always fails comes here with nearly every seed.
            return;
        }
        self.seeds.extend(others);
        if !is_after {
            self.seeds.sort_unstable();
        }
        self.seeds.truncate(SEEDS_KEPT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hunt::samples::{self, Fate};

    fn family(seed: u64, fate: Fate) -> Family {
        Family::of(&samples::outcome(0, seed, fate)).expect("a failure")
    }

    #[test]
    fn the_name_of_a_family_covers_all_parts_of_its_fingerprint() {
        let one = family(1, Fate::Panics).fingerprint;
        assert_eq!(one.id(), family(2, Fate::Panics).fingerprint.id());
        assert_eq!(one.id().len(), 8);
        let others = [
            Fingerprint { kind: Kind::Harness, ..one.clone() },
            Fingerprint { rule: "no-deadlock".to_owned(), ..one.clone() },
            Fingerprint { test: "backup_2B", ..one.clone() },
            Fingerprint { place: None, ..one.clone() },
            Fingerprint { place: Some(String::new()), ..one.clone() },
        ];
        let ids: std::collections::BTreeSet<String> = others.iter().map(Fingerprint::id).collect();
        assert!(ids.len() == others.len() && !ids.contains(&one.id()));
    }

    #[test]
    fn the_representative_has_the_fewest_events_and_lived_to_tell() {
        let mut all = family(7, Fate::Panics);
        all.representative.observed = 500;
        let mut dead = family(3, Fate::Panics);
        dead.representative.observed = 0;
        let mut short = family(9, Fate::Panics);
        short.representative.observed = 400;
        let equal = Family { seeds: vec![8], ..short.clone() };
        let equal =
            Family { representative: Representative { seed: 8, ..short.representative.clone() }, ..equal };
        all.join(dead);
        assert_eq!((all.representative.seed, all.smallest_seed()), (7, 3));
        all.join(short);
        assert_eq!(all.representative.seed, 9);
        all.join(equal);
        assert_eq!((all.representative.seed, all.count, all.seeds), (8, 4, vec![3, 7, 8, 9]));
    }

    #[test]
    fn only_the_smallest_seeds_are_kept() {
        let mut all = family(5_000, Fate::Panics);
        for seed in (1..5_000).rev().step_by(2).chain(6_000..6_100) {
            all.join(family(seed, Fate::Panics));
        }
        assert_eq!(all.count, 1 + 2_500 + 100);
        assert_eq!(all.seeds, (1..=1_999).step_by(2).collect::<Vec<_>>());
    }
}
