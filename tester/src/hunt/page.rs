//! What is known of one test: blocks of seeds, with gaps between them as long as work is under way.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::family::Fingerprint;
use super::tally::Tally;

/// A block of seeds and what it came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    /// The first seed.
    pub(super) first: u64,
    /// The last seed.
    pub(super) last: u64,
    /// What all of them came to.
    pub(super) tally: Tally,
}

/// The results of one test.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Page {
    // invariant: by their first seeds; between two of them at least one seed is missing
    segments: BTreeMap<u64, Segment>,
    // invariant: no segment goes beyond it
    stopped: Option<u64>,
}

impl Page {
    /// The blocks, ascending.
    pub(super) fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.segments.values()
    }

    /// The blocks, to change their tallies.
    pub(super) fn tallies_mut(&mut self) -> impl Iterator<Item = &mut Tally> {
        self.segments.values_mut().map(|segment| &mut segment.tally)
    }

    /// The seed after which nothing is wanted, if there is one.
    pub(super) const fn stopped(&self) -> Option<u64> {
        self.stopped
    }

    /// Whether a failure of this family is among the results.
    pub(super) fn knows(&self, family: &Fingerprint) -> bool {
        self.segments().any(|segment| segment.tally.families.contains_key(family))
    }

    /// The first block of wanted seeds from `seed` to `last` that is missing.
    pub(super) fn gap(&self, seed: u64, last: u64) -> Option<RangeInclusive<u64>> {
        let last = self.stopped.map_or(last, |stopped| last.min(stopped));
        let first = match self.segments.range(..=seed).next_back() {
            // Blocks that touch are one block, so a gap follows.
            Some((_, before)) if before.last >= seed => before.last.checked_add(1)?,
            _ => seed,
        };
        let next = self.segments.range(first..).next();
        let until = next.map_or(last, |(next, _)| last.min(next - 1));
        (first <= until).then_some(first..=until)
    }

    /// Ends the test with `segment`, which is missing so far: what was found beyond it is forgotten.
    pub(super) fn end_with(&mut self, segment: Segment) {
        self.stopped = Some(segment.last);
        self.segments.split_off(&segment.first);
        self.add(segment);
    }

    /// Puts in a block that is missing so far.
    pub(super) fn add(&mut self, mut segment: Segment) {
        debug_assert!(
            self.gap(segment.first, segment.last) == Some(segment.first..=segment.last),
            "seeds {} to {} are missing and wanted",
            segment.first,
            segment.last
        );
        if let Some(next) = segment.last.checked_add(1)
            && let Some(after) = self.segments.remove(&next)
        {
            segment.tally.join(after.tally);
            segment.last = after.last;
        }
        if let Some((_, before)) = self.segments.range_mut(..segment.first).next_back()
            && before.last.checked_add(1) == Some(segment.first)
        {
            before.tally.join(segment.tally);
            before.last = segment.last;
        } else {
            self.segments.insert(segment.first, segment);
        }
    }

    /// What all blocks together came to.
    pub(super) fn tally(&self) -> Tally {
        let mut sum = Tally::default();
        for segment in self.segments() {
            sum.join(segment.tally.clone());
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(blocks: &[(u64, u64)]) -> Page {
        let mut page = Page::default();
        for &(first, last) in blocks {
            page.add(Segment { first, last, tally: Tally::default() });
        }
        page
    }

    fn blocks(page: &Page) -> Vec<(u64, u64)> {
        page.segments().map(|segment| (segment.first, segment.last)).collect()
    }

    #[test]
    fn blocks_that_touch_become_one() {
        assert_eq!(blocks(&page(&[(1, 2), (5, 6)])), [(1, 2), (5, 6)]);
        assert_eq!(blocks(&page(&[(1, 2), (5, 6), (3, 4)])), [(1, 6)]);
        assert_eq!(blocks(&page(&[(5, 6), (3, 3), (7, 7)])), [(3, 3), (5, 7)]);
        assert_eq!(blocks(&page(&[(u64::MAX, u64::MAX), (0, 0), (u64::MAX - 1, u64::MAX - 1)])).len(), 2);
    }

    #[test]
    fn gaps_are_found_from_anywhere() {
        let page = page(&[(3, 4), (8, 9)]);
        assert_eq!(page.gap(1, 20), Some(1..=2));
        assert_eq!(page.gap(3, 20), Some(5..=7));
        assert_eq!(page.gap(6, 20), Some(6..=7));
        assert_eq!(page.gap(6, 6), Some(6..=6));
        assert_eq!(page.gap(8, 20), Some(10..=20));
        assert_eq!((page.gap(3, 4), page.gap(8, 9), page.gap(21, 20)), (None, None, None));
        let full = self::page(&[(0, u64::MAX)]);
        assert_eq!(full.gap(0, u64::MAX), None);
    }

    #[test]
    fn an_end_forgets_what_was_beyond_it() {
        let mut page = page(&[(1, 3), (6, 6), (9, 9)]);
        page.end_with(Segment { first: 5, last: 5, tally: Tally::default() });
        assert_eq!((blocks(&page), page.stopped()), (vec![(1, 3), (5, 5)], Some(5)));
        assert_eq!(page.gap(1, 20), Some(4..=4));
        assert_eq!(page.gap(5, 20), None);
    }
}
