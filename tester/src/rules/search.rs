//! Which rules a person means.

use super::{Card, all};
use crate::names::nearest;

/// A piece of a name that no rule has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no rule is called `{wanted}`; {}`cargo lab rules` shows them all", suggested(near))]
pub(crate) struct UnknownRule {
    wanted: String,
    /// The most similar names, the best first.
    near: Vec<&'static str>,
}

fn suggested(near: &[&str]) -> String {
    if near.is_empty() { String::new() } else { format!("did you mean {}? ", near.join(", ")) }
}

/// The rules with these names, or with these pieces in their names, in the order of the cards; all of them if
/// nothing is asked for.
///
/// # Errors
/// A piece that no rule has is refused, even where another one is found.
pub(crate) fn search(wanted: &[String]) -> Result<Vec<&'static Card>, UnknownRule> {
    let found: Vec<Vec<&str>> = wanted.iter().map(|piece| names(piece)).collect::<Result<_, _>>()?;
    let is_wanted = |card: &&Card| found.is_empty() || found.iter().any(|names| names.contains(&card.rule));
    Ok(all().filter(is_wanted).collect())
}

fn names(wanted: &str) -> Result<Vec<&'static str>, UnknownRule> {
    let piece = wanted.to_ascii_lowercase().replace([' ', '_'], "-");
    let rules = || all().map(|card| card.rule);
    if let Some(exact) = rules().find(|rule| *rule == piece) {
        return Ok(vec![exact]);
    }
    // Without a letter to go by, every name would do equally well.
    if !piece.contains(|c: char| c.is_ascii_lowercase()) {
        return Err(UnknownRule { wanted: wanted.to_owned(), near: Vec::new() });
    }
    let names: Vec<_> = rules().filter(|rule| rule.contains(&piece)).collect();
    if names.is_empty() { Err(unknown(wanted, &piece)) } else { Ok(names) }
}

fn unknown(wanted: &str, piece: &str) -> UnknownRule {
    // The first letter of a word is seldom the wrong one, and what may begin in the middle of a word is like
    // nearly anything.
    let begins_alike = |rule: &&str| rule.split('-').any(|word| word.chars().next() == piece.chars().next());
    let near = nearest(piece, all().map(|card| card.rule).filter(begins_alike).map(|rule| (rule, rule)));
    UnknownRule { wanted: wanted.to_owned(), near }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: &[&str]) -> Result<Vec<&'static str>, String> {
        let wanted: Vec<String> = wanted.iter().map(|piece| (*piece).to_owned()).collect();
        let cards = search(&wanted).map_err(|error| error.to_string())?;
        Ok(cards.into_iter().map(|card| card.rule).collect())
    }

    #[test]
    fn a_name_finds_its_rule_and_a_piece_all_that_have_it() {
        assert_eq!(found(&["apply-order"]), Ok(vec!["apply-order"]));
        assert_eq!(found(&["Vote"]), Ok(vec!["vote-resets-timer", "one-vote-per-term", "durable-vote"]));
        assert_eq!(found(&["rpc", "log_size"]), Ok(vec!["log-size", "rpc-count", "rpc-bytes"]));
        assert_eq!(found(&[]).map(|rules| rules.len()), Ok(all().count()));
    }

    #[test]
    fn what_no_rule_is_called_is_refused_with_what_is_near() {
        let words = "no rule is called `one-vote-a-term`; did you mean one-vote-per-term? `cargo lab rules` shows \
                     them all";
        assert_eq!(found(&["rpc", "one-vote-a-term"]), Err(words.to_owned()));
        for nothing in ["", "-", "xyz", "nosuch"] {
            let words = format!("no rule is called `{nothing}`; `cargo lab rules` shows them all");
            assert_eq!(found(&[nothing]), Err(words));
        }
    }
}
