//! What is said of a failure beyond the evidence: the rule, its card, and what to type next.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::cards;
use crate::invocation::Invocation;
use crate::rules::{Card, Hints};
use crate::runner::Account;
use crate::suite::LabTest;

/// Explains failures, as far as it was asked to, and each rule once: where one bug fails twenty tests, its
/// card is worth reading in the first.
pub(crate) struct Advice {
    hints: Hints,
    invocation: Invocation,
    /// The words after `replay` that repeat the run, where they are not its test and its seed.
    repeat: Option<String>,
    told: RefCell<BTreeSet<&'static str>>,
}

impl Advice {
    /// Nothing is explained yet. Commands are those of this program.
    pub(crate) const fn new(hints: Hints, invocation: Invocation) -> Self {
        Self { hints, invocation, repeat: None, told: RefCell::new(BTreeSet::new()) }
    }

    /// How the program is called to which the reader is sent on.
    pub(crate) const fn invocation(&self) -> &Invocation {
        &self.invocation
    }

    /// From now on, runs are repeated by these words after `replay`.
    pub(crate) fn repeat_by(&mut self, words: String) {
        self.repeat = Some(words);
    }

    /// The command line that repeats a run.
    pub(crate) fn replay(&self, test: &LabTest, seed: u64) -> String {
        match &self.repeat {
            Some(words) => self.invocation.command("replay", words),
            None => self.invocation.replay(test, seed),
        }
    }

    /// How much is explained.
    pub(crate) const fn hints(&self) -> Hints {
        self.hints
    }

    /// The lines that explain a failure; none if nothing may be said, or it is the harness's own.
    pub(super) fn on(&self, account: &Account) -> Vec<String> {
        account.card().filter(|_| self.hints > Hints::None).map(|card| self.lines(card)).unwrap_or_default()
    }

    fn lines(&self, card: &'static Card) -> Vec<String> {
        let heading = format!("rule: {} ({})", card.rule, card.source);
        if self.hints < Hints::Full {
            return vec![heading];
        }
        if !self.told.borrow_mut().insert(card.rule) {
            return vec![format!("{heading}, explained above")];
        }
        let mut lines = vec![heading];
        lines.extend(cards::explanation(card).into_iter().map(|line| format!("  {line}")));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Outside;

    fn account() -> Account {
        Account::from(&Outside::Differs { difference: None })
    }

    #[test]
    fn a_rule_is_explained_as_far_as_may_be_and_once() {
        let heading = "rule: one-seed-one-run (the simulator's rules)";
        assert!(Advice::new(Hints::None, Invocation::lab()).on(&account()).is_empty());
        assert_eq!(Advice::new(Hints::Section, Invocation::lab()).on(&account()), [heading]);
        let full = Advice::new(Hints::Full, Invocation::lab());
        let first = full.on(&account());
        assert!(first[0] == heading && first.iter().any(|line| line.starts_with("  - ")), "{first:?}");
        assert!(first.iter().all(|line| line.chars().count() <= 98), "{first:?}");
        assert_eq!(full.on(&account()), [format!("{heading}, explained above")]);
    }

    #[test]
    fn a_failure_may_be_explained_by_another_rule_than_its_own() {
        let other = Account { card: Some("apply-order".to_owned()), ..account() };
        assert!(
            Advice::new(Hints::Section, Invocation::lab()).on(&other)[0].starts_with("rule: apply-order (")
        );
        let ours = Account { rule: "sound-harness".to_owned(), ..account() };
        assert!(Advice::new(Hints::Full, Invocation::lab()).on(&ours).is_empty());
    }
}
