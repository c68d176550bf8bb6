//! What a smaller run must still show.

use crate::case::Symptom;
use crate::failure::Class;
use crate::runner::{Account, Outcome, Verdict};
use crate::steering::Until;

/// The failure that is to be kept.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    symptom: Symptom,
    /// Whether an oracle sees it: whoever judges by what was to be expected of the test's own deeds is led
    /// astray where some of them are left out.
    is_seen: bool,
    class: Class,
}

impl Target {
    /// The failure of this run; `None` if it passed, or if the harness itself failed.
    pub(crate) fn of(outcome: &Outcome) -> Option<Self> {
        let Verdict::Failed(account) = &outcome.verdict else { return None };
        let is_seen = account.seen.is_some();
        Some(Self { symptom: symptom(account), is_seen, class: account.class })
    }

    /// What is to be shown, in words.
    pub(crate) const fn symptom(&self) -> &Symptom {
        &self.symptom
    }

    /// Whether this run shows it.
    pub(crate) fn is_met(&self, outcome: &Outcome) -> bool {
        let Verdict::Failed(account) = &outcome.verdict else { return false };
        symptom(account).is_as(&self.symptom) && account.seen.is_some() == self.is_seen
    }

    /// Whether the test's own deeds may be left out: no failure then comes of that alone.
    pub(crate) const fn allows_deeds(&self) -> bool {
        self.is_seen || matches!(self.class, Class::Panic)
    }

    /// When a run has shown it, where that can be seen while it goes on.
    pub(crate) fn until(&self, outcome: &Outcome) -> Option<Until> {
        let latest = match outcome.verdict.account()?.seen {
            Some(seen) => seen.at,
            None if self.class == Class::Panic => outcome.ended,
            None => return None,
        };
        Some(Until { rule: self.symptom.rule.clone(), latest: latest.as_nanos() })
    }
}

/// The part of a failure that must stay the same. Only a panic is told by its place.
fn symptom(account: &Account) -> Symptom {
    Symptom {
        class: account.class.as_str().to_owned(),
        rule: account.rule.clone(),
        place: account.place.clone().filter(|_| account.class == Class::Panic),
        message: account.message.clone(),
    }
}
