//! What is to be run next.

use std::ops::RangeInclusive;

use super::book::Book;
use super::plan::Plan;
use crate::suite::LabTest;

/// How many seeds a chunk has at most: enough to make handing it out cheap, and few enough to keep all cores
/// busy to the end.
const CHUNK: u64 = 8;

/// Work for one core: some seeds of one test.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk {
    /// The test.
    pub(crate) test: &'static LabTest,
    /// The first seed.
    pub(crate) first: u64,
    /// The last seed.
    pub(crate) last: u64,
}

/// Hands out the work of a hunt, each run once: a few seeds of every test, then the next few, so that every
/// test has had its turn wherever the hunt is interrupted.
#[derive(Debug)]
pub(crate) struct Agenda {
    /// The seeds whose turn it is, for all tests.
    block: RangeInclusive<u64>,
    /// The test whose turn it is, by its place.
    test: usize,
    /// The seed from which on its part of the block has not been handed out.
    at: u64,
    /// The seeds behind the block.
    rest: RangeInclusive<u64>,
}

impl Agenda {
    /// All work of `plan`. What the book has already is left out when its turn comes.
    pub(crate) fn new(plan: &Plan) -> Self {
        let rest = plan.range();
        // A block of no seeds, so that the first one is looked for.
        Self { block: empty(), test: plan.tests.len(), at: 0, rest }
    }

    /// The next chunk of runs that `book` lacks and wants; `None` if there is none any more.
    pub(crate) fn next(&mut self, book: &Book) -> Option<Chunk> {
        loop {
            let Some(test) = book.plan().tests.get(self.test).copied() else {
                self.turn_to_next_block(book)?;
                continue;
            };
            let Some(gap) = book.page(self.test).gap(self.at, *self.block.end()) else {
                self.test += 1;
                self.at = *self.block.start();
                continue;
            };
            let (first, last) = gap.into_inner();
            if last == *self.block.end() {
                self.test += 1;
                self.at = *self.block.start();
            } else {
                self.at = last + 1;
            }
            return Some(Chunk { test, first, last });
        }
    }

    /// Goes on to where something is missing, without a look at each block in between: a hunt that is resumed
    /// may have millions behind it, and one whose tests have all failed may have as many before it.
    fn turn_to_next_block(&mut self, book: &Book) -> Option<()> {
        if self.rest.is_empty() {
            return None;
        }
        let gaps = book.pages().filter_map(|(_, page)| page.gap(*self.rest.start(), *self.rest.end()));
        let first = gaps.map(|gap| *gap.start()).min()?;
        let last = first.saturating_add(CHUNK - 1).min(*self.rest.end());
        self.rest = if last == *self.rest.end() { empty() } else { last + 1..=*self.rest.end() };
        self.block = first..=last;
        (self.test, self.at) = (0, first);
        Some(())
    }
}

#[expect(clippy::reversed_empty_ranges, reason = "no seeds")]
const fn empty() -> RangeInclusive<u64> {
    1..=0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hunt::samples;

    fn handed_out(agenda: &mut Agenda, book: &Book) -> Vec<(&'static str, u64, u64)> {
        std::iter::from_fn(|| agenda.next(book))
            .map(|chunk| (chunk.test.name, chunk.first, chunk.last))
            .collect()
    }

    #[test]
    fn every_test_has_its_turn_with_each_block() {
        let plan = samples::plan(2, 1, 20);
        let [one, other] = [plan.tests[0].name, plan.tests[1].name];
        let expected =
            [(one, 1, 8), (other, 1, 8), (one, 9, 16), (other, 9, 16), (one, 17, 20), (other, 17, 20)];
        assert_eq!(handed_out(&mut Agenda::new(&plan), &Book::new(plan.clone())), expected);
        let last = Plan { from: u64::MAX - 2, seeds: 3, ..samples::plan(1, 1, 1) };
        let expected = [(one, u64::MAX - 2, u64::MAX)];
        assert_eq!(handed_out(&mut Agenda::new(&last), &Book::new(last.clone())), expected);
    }

    #[test]
    fn whatever_is_there_already_the_rest_is_handed_out_once() {
        let some = (any::<bool>(), 1_u64..60, 1_u64..4, any::<u64>());
        samples::for_all(256, some, |(keep_going, seeds, of, chance)| {
            let shard = format!("1/{of}").parse().ok();
            let plan = Plan { shard, keep_going, ..samples::plan(3, 7, seeds) };
            let mut book = samples::some_of_book(&plan, chance);
            let mut agenda = Agenda::new(&plan);
            while let Some(chunk) = agenda.next(&book) {
                assert!(chunk.last - chunk.first < CHUNK);
                let test = plan.position(chunk.test).expect("planned");
                for seed in chunk.first..=chunk.last {
                    let outcome = samples::by_chance(test, seed);
                    let is_wanted = book.wants(test, seed);
                    assert!(is_wanted || book.page(test).stopped().is_some_and(|stopped| stopped < seed));
                    book.record(&outcome);
                }
            }
            assert_eq!(book, samples::book(&plan));
            assert!(agenda.next(&book).is_none());
        });
    }

    #[test]
    fn tests_that_all_failed_end_the_longest_hunt() {
        let plan = Plan { keep_going: false, ..samples::plan(2, 1, u64::MAX - 1) };
        let mut book = Book::new(plan.clone());
        let mut agenda = Agenda::new(&plan);
        for test in 0..2 {
            assert_eq!(agenda.next(&book).map(|chunk| chunk.first), Some(1));
            book.record(&samples::outcome(test, 1, samples::Fate::Stalls));
        }
        assert!(agenda.next(&book).is_none() && book.is_complete());
    }
}
