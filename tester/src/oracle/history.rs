//! Every log entry that anybody was ever seen to hold: Log Matching (Figure 3).
//!
//! An index and a term name one entry for all time, for a term has one leader, and a leader writes an index
//! once. So whatever was seen under that name, on whichever peer and however long ago, must be the same; and
//! so must the term of the entry before it, by which the property reaches back to the beginning.

use raftapi::{Inspection, LogMark};

use super::by_index::ByIndex;
use super::check::{Broken, Check};
use super::views::entry;
use crate::failure::Rule;

/// An entry as it was seen first.
struct Sighting {
    mark: LogMark,
    /// The term of the entry before it; `None` where a snapshot hid it.
    before: Option<u64>,
    /// On whom.
    peer: usize,
}

/// All entries, by index.
#[derive(Default)]
pub(super) struct History {
    seen: ByIndex<Vec<Sighting>>,
}

impl History {
    /// A peer holds this log. Its entries up to `known` were looked at before. `boundary` is the term where
    /// its snapshot ends, if that can be trusted.
    pub(super) fn learn(
        &mut self,
        peer: usize,
        view: &Inspection,
        known: u64,
        boundary: Option<u64>,
    ) -> Check {
        let first = known.max(view.snapshot_index) + 1;
        let skip = usize::try_from(first - view.snapshot_index - 1).unwrap_or(usize::MAX);
        let mut before = match skip.checked_sub(1) {
            Some(last) => view.log.get(last).map(|mark| mark.term),
            None => boundary,
        };
        for (index, mark) in (first..).zip(view.log.iter().skip(skip)) {
            self.learn_entry(peer, index, *mark, before)?;
            before = Some(mark.term);
        }
        Ok(())
    }

    fn learn_entry(&mut self, peer: usize, index: u64, mark: LogMark, before: Option<u64>) -> Check {
        let place = self.seen.place(index);
        let Some(known) = place.iter_mut().find(|known| known.mark.term == mark.term) else {
            place.push(Sighting { mark, before, peer });
            return Ok(());
        };
        let named = entry(index, mark.term);
        if known.mark.digest != mark.digest {
            let message = format!("peers {} and {peer} hold different commands in {named}", known.peer);
            return Err(Broken::new(Rule::LogMatching, [known.peer, peer], message).at(index));
        }
        match (known.before, before) {
            (Some(one), Some(other)) if one != other => {
                let message = format!(
                    "before {named}, peer {} holds an entry of term {one}, and peer {peer} one of term {other}",
                    known.peer
                );
                Err(Broken::new(Rule::LogMatching, [known.peer, peer], message).at(index))
            }
            (None, Some(_)) => {
                (known.before, known.peer) = (before, peer);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::views::tests::view;
    use super::*;

    #[test]
    fn one_name_one_entry() {
        let mut history = History::default();
        history.learn(0, &view(2, (0, 0), &[1, 1, 2]), 0, Some(0)).unwrap();
        history.learn(1, &view(3, (0, 0), &[1, 1, 3]), 0, Some(0)).unwrap();
        history.learn(1, &view(3, (2, 1), &[2]), 2, Some(1)).unwrap();
        let mut other = view(2, (0, 0), &[1, 1]);
        other.log[1].digest = 7;
        let broken = history.learn(2, &other, 1, Some(0)).unwrap_err();
        assert_eq!((broken.rule, broken.index), (Rule::LogMatching, Some(2)));
        assert_eq!(broken.message, "peers 0 and 2 hold different commands in entry 2 of term 1");
    }

    #[test]
    fn what_comes_before_matters_too() {
        let mut history = History::default();
        history.learn(0, &view(3, (2, 9), &[3]), 0, None).unwrap();
        history.learn(0, &view(3, (0, 0), &[1, 1, 3]), 0, Some(0)).unwrap();
        let broken = history.learn(2, &view(3, (0, 0), &[1, 2, 3]), 0, Some(0)).unwrap_err();
        assert_eq!(
            broken.message,
            "before entry 3 of term 3, peer 0 holds an entry of term 1, and peer 2 one of term 2"
        );
    }
}
