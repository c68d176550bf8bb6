//! One line of a story.

use std::time::Duration;

use crate::report::one_line;

/// Of how much interest a line is, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// How it ended.
    End,
    /// What went wrong.
    Fault,
    /// Who led.
    Leader,
    /// What the story is about: votes, or the entry that the failure names.
    Matter,
    /// What was submitted.
    Command,
    /// What a peer did that led on to something.
    Step,
    /// All else.
    Aside,
    /// What the failure cannot have come of.
    Elsewhere,
}

/// Something that happened at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// When, in virtual nanoseconds.
    pub(super) at: u64,
    /// The event that it is about, or that was the last before it.
    pub(super) event: u64,
    pub(super) rank: Rank,
    /// Who did it, if it was done by peers; else the text says it all.
    pub(super) who: Vec<usize>,
    /// What happened; where peers did it, with the verb first, as one of them does it.
    pub(super) text: String,
}

impl Line {
    /// When, as it is told.
    pub(super) fn time(&self) -> String {
        format!("{:>7.3} s", Duration::from_nanos(self.at).as_secs_f64())
    }

    /// As in `1.204 s  peer 2 crashes` or `1.204 s  peers 0, 1 and 4 vote for peer 2 in term 1`; with blanks
    /// in the place of the time, if it was told already.
    pub(super) fn told(&self, with_time: bool) -> String {
        let time = self.time();
        let blanks = " ".repeat(time.len());
        let time = if with_time { time } else { blanks };
        let (who, text) = (&self.who, one_line(&self.text));
        match who.as_slice() {
            [] => format!("{time}  {text}"),
            [one] => format!("{time}  peer {one} {text}"),
            several => {
                let (verb, rest) = text.split_once(' ').unwrap_or((&text, ""));
                format!("{time}  {} {} {rest}", peers(several), plural(verb)).trim_end().to_owned()
            }
        }
    }
}

/// As in `peer 1`, or `peers 0, 1 and 4`.
pub(super) fn peers(who: &[usize]) -> String {
    let names: Vec<String> = who.iter().map(ToString::to_string).collect();
    match names.as_slice() {
        [] => "nobody".to_owned(),
        [one] => format!("peer {one}"),
        [first @ .., last] => format!("peers {} and {last}", first.join(", ")),
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
            let (who, text) = (who.to_vec(), text.to_owned());
            Line { at: 1_204_031_000, event: 0, rank: Rank::Fault, who, text }.told(true)
        };
        assert_eq!(line(&[2], "crashes"), "  1.204 s  peer 2 crashes");
        assert_eq!(line(&[0, 2], "crashes"), "  1.204 s  peers 0 and 2 crash");
        assert_eq!(line(&[0, 1, 4], "votes for peer 2"), "  1.204 s  peers 0, 1 and 4 vote for peer 2");
        assert_eq!(line(&[0, 1], "is cut off"), "  1.204 s  peers 0 and 1 are cut off");
        assert_eq!(line(&[], "no link is cut any more"), "  1.204 s  no link is cut any more");
        assert_eq!(line(&[], "no-panic: left\nright"), "  1.204 s  no-panic: left\\nright");
    }
}
