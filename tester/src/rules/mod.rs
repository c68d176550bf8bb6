//! Every rule that a failure can name, with a card that explains it.
//!
//! # What it models
//! A card says what a rule protects, where it is written, and which two or three mistakes usually break it. A
//! failure carries the rule's name alone. How much of the card is shown is decided where a report is printed,
//! by [`Hints`]: two people can read one report with different help.
//!
//! # What it leaves out
//! The evidence. A card knows nothing of the run in which its rule was broken.

mod apply;
mod commit;
mod cost;
mod elections;
mod healing;
mod hints;
mod persistence;
mod replication;
mod search;
mod simulation;
mod snapshots;
mod submission;

pub use hints::{Hints, HintsError};
pub(crate) use search::{UnknownRule, search};

/// What is known of one rule, whatever run broke it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    /// The rule's short constant name, such as `one-leader-per-term`.
    pub rule: &'static str,
    /// The rule in one line, without a full stop.
    pub title: &'static str,
    /// Where it is written: sections (§) and figures of the extended Raft paper, the lab's part and call.
    pub source: &'static str,
    /// What would be lost without it.
    pub protects: &'static str,
    /// The mistakes that usually break it.
    pub mistakes: &'static [&'static str],
}

/// Rules about one part of Raft, or of its surroundings.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// What they have in common, as a heading.
    pub title: &'static str,
    /// The same in a sentence.
    pub about: &'static str,
    /// Their cards.
    pub cards: &'static [Card],
}

static GROUPS: [Group; 10] = [
    elections::GROUP,
    replication::GROUP,
    submission::GROUP,
    commit::GROUP,
    persistence::GROUP,
    snapshots::GROUP,
    apply::GROUP,
    healing::GROUP,
    cost::GROUP,
    simulation::GROUP,
];

/// All rules, in groups.
pub fn groups() -> &'static [Group] {
    &GROUPS
}

/// The cards of all rules.
pub fn all() -> impl Iterator<Item = &'static Card> {
    GROUPS.iter().flat_map(|group| group.cards)
}

/// The card of the rule with this name; `None` if there is no such rule.
///
/// ```
/// let card = tester::rules::card("commit-own-term").expect("a rule of Raft");
/// assert!(card.source.contains("Figure 8"));
/// ```
pub fn card(rule: &str) -> Option<&'static Card> {
    all().find(|card| card.rule == rule)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn is_within(text: &str, least: usize, most: usize) -> bool {
        (least..=most).contains(&text.chars().count())
    }

    #[test]
    fn names_are_unique_and_spelled_alike() {
        let names: BTreeSet<&str> = all().map(|card| card.rule).collect();
        assert_eq!(names.len(), all().count());
        for name in names {
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-') && name.contains('-'), "{name}");
        }
    }

    #[test]
    fn titles_and_mistakes_are_unique() {
        let titles: BTreeSet<&str> = all().map(|card| card.title).collect();
        assert_eq!(titles.len(), all().count());
        let mistakes = || all().flat_map(|card| card.mistakes);
        assert_eq!(mistakes().collect::<BTreeSet<_>>().len(), mistakes().count());
    }

    #[test]
    fn cards_are_short_enough_to_be_read() {
        for Card { rule, title, source, protects, mistakes } in all() {
            assert!(is_within(title, 10, 70) && !title.ends_with('.'), "{rule}: {title}");
            assert!(is_within(source, 3, 50), "{rule}: {source}");
            assert!(is_within(protects, 80, 330) && protects.ends_with('.'), "{rule}: {protects}");
            assert!((2..=4).contains(&mistakes.len()), "{rule}: {} mistakes", mistakes.len());
            for mistake in *mistakes {
                assert!(is_within(mistake, 20, 180) && mistake.ends_with('.'), "{rule}: {mistake}");
            }
        }
    }

    #[test]
    fn cards_refer_to_rules_that_exist() {
        for card in all() {
            for piece in card.mistakes.iter().flat_map(|mistake| mistake.split("see ").skip(1)) {
                let name = piece.trim_end_matches('.');
                assert!(super::card(name).is_some_and(|other| other != card), "{}: {name}", card.rule);
            }
        }
    }
}
