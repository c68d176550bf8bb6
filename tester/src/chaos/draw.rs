//! What plans are drawn from: a random stream of their own, so that drawing a plan shifts nothing else.

use std::ops::RangeInclusive;

use rand::RngExt;
use sim::{Digest, Stream, World};

/// The stream from which one test's plan is drawn.
pub struct Draw(Stream);

impl Draw {
    /// The stream of the test called `test`, of the world's seed.
    pub(super) fn of(world: &World, test: &str) -> Self {
        Self(world.stream("chaos plan", &[Digest::of(test.as_bytes())]))
    }

    /// A number in the range.
    pub(super) fn number(&mut self, range: RangeInclusive<u64>) -> u64 {
        self.0.random_range(range)
    }

    /// A small number in the range.
    pub(super) fn small(&mut self, range: RangeInclusive<u32>) -> u32 {
        self.0.random_range(range)
    }

    /// True with a probability of `percent` hundredths.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100) < percent
    }

    /// Any of the choices, of which there is one at least.
    pub(super) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.0.random_range(0..choices.len())]
    }

    /// Any of `count` peers.
    pub(super) fn peer(&mut self, count: usize) -> usize {
        self.0.random_range(0..count)
    }

    /// Two different ones.
    pub(super) fn two_peers(&mut self, count: usize) -> (usize, usize) {
        let one = self.peer(count);
        let steps = self.0.random_range(1..count.max(2));
        (one, (one + steps) % count)
    }

    /// All peers in any order.
    pub(super) fn order(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for place in (1..count).rev() {
            order.swap(place, self.0.random_range(0..=place));
        }
        order
    }
}
