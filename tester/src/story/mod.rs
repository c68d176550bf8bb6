//! The story of a run: a screen of plain lines about what mattered in it.
//!
//! What it models: whoever explains a failure to somebody else tells of the faults, of who led and who asked
//! for votes, of the commands, of entries that gave way to others, and of how it ended; not of the messages
//! that arrived as they should.
//!
//! What it leaves out: all else, and where the story is too long, what is of the least interest first: what
//! is not about the entry that the failure names, and what the failure cannot have come of.

mod campaigns;
mod line;
mod past;
mod peer;
mod post;
mod teller;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use timeline::record::{Header, Record};

use line::Line;
use teller::Teller;

/// The most lines that a story has: a screen of them.
pub(crate) const LINES: usize = 24;

/// The story that these records tell of the run of this header, in lines.
pub(crate) fn story(header: &Header, records: impl IntoIterator<Item = Record>) -> Vec<String> {
    let mut teller = Teller::new(header);
    for record in records {
        teller.hear(&record);
    }
    told(teller.finish())
}

/// The lines that fit a screen.
fn told(mut lines: Vec<Line>) -> Vec<String> {
    let all = lines.len();
    if all > LINES {
        let mut places: Vec<usize> = (0..all).collect();
        // The later, the nearer to what they led to.
        places.sort_by_key(|place| (lines[*place].rank, Reverse(*place)));
        let kept: BTreeSet<usize> = places.into_iter().take(LINES - 1).collect();
        let mut place = 0;
        lines.retain(|_| {
            place += 1;
            kept.contains(&(place - 1))
        });
    }
    let mut told = Vec::new();
    if lines.len() < all {
        let more = all - lines.len();
        told.push(format!("(without {more} lines of less interest; `replay --log` shows everything)"));
    }
    let mut before = None;
    for line in &lines {
        // One moment is told once.
        let time = line.time();
        told.push(line.told(before.as_ref() != Some(&time)));
        before = Some(time);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::line::Rank;
    use super::*;

    #[test]
    fn the_earliest_of_the_least_interest_is_left_out() {
        let line = |event: u64| {
            let rank = if event % 2 == 0 { Rank::Fault } else { Rank::Aside };
            Line { at: event * 1_000_000, event, rank, who: Vec::new(), text: format!("{event}.") }
        };
        let all = told((0..30).map(line).collect());
        assert_eq!(all.len(), LINES);
        assert!(all[0].contains("without 7 lines"), "{all:?}");
        let is_told = |event: u64| all.iter().any(|line| line.ends_with(&format!(" {event}.")));
        assert!((0..30).all(|event| is_told(event) == (event % 2 == 0 || event > 13)), "{all:?}");
        assert_eq!(told((0..24).map(line).collect()).len(), LINES);
    }
}
