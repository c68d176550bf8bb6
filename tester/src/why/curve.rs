//! The chance of a failure, by how much of a run is kept.

use std::collections::BTreeMap;

use crate::hunt::{self, Interval};

/// At how many places, evenly spaced, the chance is measured first.
const GRID: u64 = 12;

/// What was measured at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// How many events were kept.
    pub(crate) kept: u64,
    /// How many runs failed in the same way.
    pub(crate) failed: u64,
    /// Of how many.
    pub(crate) runs: u64,
}

impl Point {
    /// The chance, from 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "an estimate needs no more than 53 bits")]
    pub(crate) fn share(&self) -> f64 {
        if self.runs == 0 { 0.0 } else { self.failed as f64 / self.runs as f64 }
    }

    /// Where the true chance lies, 19 times out of 20.
    pub(crate) fn interval(&self) -> Interval {
        hunt::wilson(self.failed, self.runs)
    }
}

/// Two places with nothing measured between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Jump {
    pub(crate) before: Point,
    pub(crate) after: Point,
}

impl Jump {
    /// By how much the chance grows, from -1 to 1.
    pub(crate) fn height(&self) -> f64 {
        self.after.share() - self.before.share()
    }

    /// A place in the middle; none between neighbours.
    pub(super) const fn middle(&self) -> Option<u64> {
        let (low, high) = (self.before.kept, self.after.kept);
        if high - low > 1 { Some(low + (high - low) / 2) } else { None }
    }
}

/// All that was measured.
#[derive(Clone, Debug, Default)]
pub(crate) struct Curve {
    points: BTreeMap<u64, Point>,
}

impl Curve {
    /// Adds what was measured.
    pub(super) fn add(&mut self, point: Point) {
        self.points.insert(point.kept, point);
    }

    /// What was measured, from the beginning of the run on.
    pub(crate) fn points(&self) -> impl Iterator<Item = &Point> {
        self.points.values()
    }

    /// Where the chance grows most between neighbours, of the stretch from `first` to `last`.
    pub(super) fn largest_jump(&self, first: u64, last: u64) -> Option<Jump> {
        let points: Vec<Point> = self.points.range(first..=last).map(|(_, point)| *point).collect();
        let jumps = points.windows(2).map(|pair| Jump { before: pair[0], after: pair[1] });
        // Of equal ones the first.
        jumps.reduce(|best, next| if next.height() > best.height() { next } else { best })
    }
}

/// The places at which the chance of a run of so many events is measured first: with both ends.
pub(super) fn grid(events: u64) -> Vec<u64> {
    let at = |step: u64| {
        // As events * step / GRID, which could overflow.
        events / GRID * step + events % GRID * step / GRID
    };
    let mut places: Vec<u64> = (0..=GRID).map(at).collect();
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_is_even_and_has_both_ends() {
        assert_eq!(grid(120), [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]);
        assert_eq!(grid(3), [0, 1, 2, 3]);
        assert_eq!(grid(0), [0]);
        let large = grid(u64::MAX);
        assert!(large.is_sorted() && large.len() == 13 && large.last() == Some(&u64::MAX));
    }

    #[test]
    fn halving_by_the_larger_jump_finds_the_step() {
        for step in 1..=100 {
            let chance = |kept: u64| if kept >= step { 95 } else { 7 };
            let measure = |curve: &mut Curve, kept: u64| {
                curve.add(Point { kept, failed: chance(kept), runs: 100 });
            };
            let mut curve = Curve::default();
            grid(100).into_iter().for_each(|kept| measure(&mut curve, kept));
            let mut jump = curve.largest_jump(0, 100).expect("two points");
            while let Some(middle) = jump.middle() {
                measure(&mut curve, middle);
                jump = curve.largest_jump(jump.before.kept, jump.after.kept).expect("two points");
            }
            assert_eq!((jump.before.kept, jump.after.kept), (step - 1, step));
            assert!((jump.height() - 0.88).abs() < 1e-9);
        }
    }
}
