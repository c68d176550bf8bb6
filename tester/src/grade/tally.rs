//! What the runs of one test have come to so far.

use sha2::{Digest as _, Sha256};

use super::{Example, Finding, GivenUp, Points, Runs, TestGrade, hex};
use crate::failure::Class;
use crate::hunt::{Fingerprint, Representative};
use crate::runner::Outcome;
use crate::suite::LabTest;

/// Who may know the seed of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Everybody.
    Public,
    /// The rubric.
    Hidden,
}

/// Failures of one fingerprint.
struct Group {
    fingerprint: Fingerprint,
    class: Class,
    public: u64,
    hidden: u64,
    shown: Option<Representative>,
}

/// The runs of one test.
pub(super) struct Tally {
    public: Runs,
    hidden: Runs,
    /// The digest of each public run.
    digests: Vec<u64>,
    groups: Vec<Group>,
    seal: Sha256,
}

impl Tally {
    /// Nothing yet of so many runs.
    pub(super) fn new(public: u64, hidden: u64) -> Self {
        let planned = |planned| Runs { planned, ..Runs::default() };
        let seal = Sha256::new_with_prefix("raftlab runs");
        let (public, hidden) = (planned(public), planned(hidden));
        Self { public, hidden, digests: Vec::new(), groups: Vec::new(), seal }
    }

    /// Takes in the outcome of a run.
    pub(super) fn add(&mut self, known: Known, outcome: &Outcome) {
        let runs = match known {
            Known::Public => &mut self.public,
            Known::Hidden => &mut self.hidden,
        };
        runs.done += 1;
        runs.passed += u64::from(outcome.verdict.passed());
        if known == Known::Public {
            self.digests.push(outcome.digest);
        }
        self.seal(known, outcome);
        self.count(known, outcome);
    }

    /// Adds all that decides what a run is worth.
    fn seal(&mut self, known: Known, outcome: &Outcome) {
        let verdict = outcome.verdict.class().unwrap_or("passed");
        let rule = outcome.verdict.rule().unwrap_or_default();
        self.seal.update([u8::from(known == Known::Hidden)]);
        self.seal.update(outcome.seed.to_le_bytes());
        self.seal.update(outcome.digest.to_le_bytes());
        self.seal.update(format!("{verdict} {rule}\n"));
    }

    fn count(&mut self, known: Known, outcome: &Outcome) {
        let failure = Fingerprint::of(outcome).zip(outcome.verdict.account());
        let Some((fingerprint, account)) = failure else { return };
        let place = self.groups.iter().position(|group| group.fingerprint == fingerprint);
        let place = place.unwrap_or_else(|| {
            let class = account.class;
            self.groups.push(Group { fingerprint, class, public: 0, hidden: 0, shown: None });
            self.groups.len() - 1
        });
        let group = &mut self.groups[place];
        match known {
            Known::Public => group.public += 1,
            Known::Hidden => group.hidden += 1,
        }
        if known == Known::Public {
            group.show(outcome);
        }
    }

    /// The classes of what failed.
    pub(super) fn classes(&self) -> impl Iterator<Item = Class> {
        self.groups.iter().map(|group| group.class)
    }

    /// Whether something failed that no public run shows so far.
    pub(super) fn has_hidden_only(&self) -> bool {
        self.groups.iter().any(|group| group.shown.is_none())
    }

    /// Shows this public run, which counts for nothing, where nothing else shows how it failed.
    pub(super) fn show(&mut self, outcome: &Outcome) {
        let Some(fingerprint) = Fingerprint::of(outcome) else { return };
        let group = self.groups.iter_mut().find(|group| group.fingerprint == fingerprint);
        if let Some(group) = group.filter(|group| group.shown.is_none()) {
            group.show(outcome);
        }
    }

    /// What failed, the gravest first; of equals, the more frequent.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut groups: Vec<&Group> = self.groups.iter().collect();
        groups.sort_by_key(|group| {
            let count = group.public + group.hidden;
            (group.class, std::cmp::Reverse(count), &group.fingerprint)
        });
        groups.into_iter().map(Group::finding).collect()
    }

    /// How many runs there were to be, of both kinds.
    pub(super) const fn planned(&self) -> u64 {
        self.public.planned + self.hidden.planned
    }

    /// How many passed, of both kinds.
    pub(super) const fn passed(&self) -> u64 {
        self.public.passed + self.hidden.passed
    }

    /// What came of the test, now that all is done that will be.
    pub(super) fn grade(
        self,
        test: &LabTest,
        (earned, possible): (Points, Points),
        given_up: Option<GivenUp>,
        seconds: f64,
    ) -> TestGrade {
        let done = self.public.done + self.hidden.done;
        TestGrade {
            test: test.name.to_owned(),
            possible,
            earned,
            public: self.public,
            hidden: self.hidden,
            given_up,
            findings: self.findings(),
            seal: if done > 0 { hex(&self.seal.finalize()) } else { String::new() },
            digests: self.digests,
            seconds,
        }
    }
}

impl Group {
    fn show(&mut self, outcome: &Outcome) {
        let Some(other) = Representative::of(outcome) else { return };
        if self.shown.as_ref().is_none_or(|shown| other.is_before(shown)) {
            self.shown = Some(other);
        }
    }

    fn finding(&self) -> Finding {
        let example = self.shown.clone().map(|shown| Example {
            seed: shown.seed,
            digest: shown.digest,
            message: shown.message,
            card: shown.card,
            timeline: None,
        });
        let (class, rule) = (self.class, self.fingerprint.rule.clone());
        Finding { class, rule, public: self.public, hidden: self.hidden, example }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hunt::samples::{Fate, outcome};

    #[test]
    fn equal_failures_are_one_finding_and_the_gravest_comes_first() {
        let mut tally = Tally::new(4, 2);
        for (seed, fate) in (1..).zip([Fate::Stalls, Fate::Passes, Fate::Stalls, Fate::Panics]) {
            tally.add(Known::Public, &outcome(0, seed, fate));
        }
        for seed in [900, 901] {
            tally.add(Known::Hidden, &outcome(0, seed, Fate::Stalls));
        }
        assert_eq!(tally.public, Runs { planned: 4, done: 4, passed: 1 });
        assert_eq!(tally.hidden, Runs { planned: 2, done: 2, passed: 0 });
        let findings = tally.findings();
        let counts: Vec<_> = findings.iter().map(|finding| (finding.public, finding.hidden)).collect();
        assert_eq!(counts, [(1, 0), (2, 2)]);
        let seeds = findings.iter().map(|finding| finding.example.as_ref().map(|example| example.seed));
        assert!(
            seeds.clone().all(|seed| seed.is_some_and(|seed| seed < 10)),
            "{:?}",
            seeds.collect::<Vec<_>>()
        );
        assert_eq!(tally.digests.len(), 4);
    }

    #[test]
    fn what_only_hidden_runs_show_is_shown_by_a_public_one_or_not_at_all() {
        let mut tally = Tally::new(0, 1);
        tally.add(Known::Hidden, &outcome(0, 900, Fate::Stalls));
        assert!(tally.has_hidden_only() && tally.findings()[0].example.is_none());
        tally.show(&outcome(0, 5, Fate::Panics));
        assert!(tally.has_hidden_only(), "it failed in another way");
        for seed in [7, 8] {
            tally.show(&outcome(0, seed, Fate::Stalls));
        }
        let finding = &tally.findings()[0];
        assert_eq!((finding.public, finding.hidden), (0, 1));
        assert_eq!(finding.example.as_ref().map(|example| example.seed), Some(7), "the first one is enough");
    }

    #[test]
    fn every_run_changes_the_seal() {
        let seal = |runs: &[(Known, u64, Fate)]| {
            let mut tally = Tally::new(2, 2);
            for (known, seed, fate) in runs {
                tally.add(*known, &outcome(0, *seed, *fate));
            }
            tally.grade(&crate::suite::all()[0], (Points::NONE, Points::NONE), None, 0.0).seal
        };
        let one = (Known::Public, 1, Fate::Passes);
        let others = [
            vec![],
            vec![one],
            vec![(Known::Hidden, 1, Fate::Passes)],
            vec![(Known::Public, 2, Fate::Passes)],
            vec![(Known::Public, 1, Fate::Stalls)],
            vec![one, one],
        ];
        let seals: std::collections::BTreeSet<String> = others.iter().map(|runs| seal(runs)).collect();
        assert_eq!(seals.len(), others.len());
        assert_eq!(seal(&[]), "", "there is nothing to seal");
    }
}
