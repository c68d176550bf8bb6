//! One line of a story.

use std::fmt;
use std::time::Duration;

/// Of how much interest a line is, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// How it ended.
    End,
    /// What went wrong.
    Fault,
    /// Who led.
    Leader,
    /// What the story is about: of votes, or of entries.
    Matter,
    /// What was submitted.
    Command,
    /// What a peer did that led on to something.
    Step,
    /// All else.
    Aside,
}

/// Something that happened at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// When, in virtual nanoseconds.
    pub(super) at: u64,
    pub(super) rank: Rank,
    /// Who did it, if it was done by peers; else the text says it all.
    pub(super) who: Vec<usize>,
    /// What happened; where peers did it, with the verb first, as one of them does it.
    pub(super) text: String,
}

/// As in `1.204 s  peer 2 crashes` or `1.204 s  peers 0, 1 and 4 vote for peer 2 in term 1`.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, who, text, .. } = self;
        write!(f, "{:>7.3} s  ", Duration::from_nanos(*at).as_secs_f64())?;
        match who.as_slice() {
            [] => f.write_str(text),
            [one] => write!(f, "peer {one} {text}"),
            [first @ .., last] => {
                let first: Vec<String> = first.iter().map(ToString::to_string).collect();
                let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
                write!(f, "peers {} and {last} {}", first.join(", "), plural(verb))?;
                if rest.is_empty() { Ok(()) } else { write!(f, " {rest}") }
            }
        }
    }
}

/// The verb as several do it.
fn plural(verb: &str) -> &str {
    match verb {
        "is" => "are",
        "has" => "have",
        "crashes" => "crash",
        _ => verb.strip_suffix('s').unwrap_or(verb),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_peer_does_what_several_do() {
        let line = |who: &[usize], text: &str| {
            Line { at: 1_204_031_000, rank: Rank::Fault, who: who.to_vec(), text: text.to_owned() }
                .to_string()
        };
        assert_eq!(line(&[2], "crashes"), "  1.204 s  peer 2 crashes");
        assert_eq!(line(&[0, 2], "crashes"), "  1.204 s  peers 0 and 2 crash");
        assert_eq!(line(&[0, 1, 4], "votes for peer 2"), "  1.204 s  peers 0, 1 and 4 vote for peer 2");
        assert_eq!(line(&[0, 1], "is cut off"), "  1.204 s  peers 0 and 1 are cut off");
        assert_eq!(line(&[], "no link is cut any more"), "  1.204 s  no link is cut any more");
    }
}
