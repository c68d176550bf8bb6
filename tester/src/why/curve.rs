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
    /// Of how many that came to an end.
    pub(crate) runs: u64,
    /// How many besides were given up, or took their process with them: nobody knows what they would have come
    /// to.
    pub(crate) aside: u64,
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

    /// Whether the chance grows, however the luck of the draw was: where so many jumps are looked at, the
    /// intervals of both ends are apart that hold all their true chances, 19 times out of 20.
    pub(super) fn is_sure(&self, looked_at: usize) -> bool {
        let z = deviations(looked_at);
        let interval = |point: &Point| hunt::wilson_beyond(z, point.failed, point.runs);
        interval(&self.before).high < interval(&self.after).low
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

    /// What lies between neighbours, from the beginning of the run on.
    pub(super) fn jumps(&self) -> impl Iterator<Item = Jump> {
        let pairs = self.points.values().zip(self.points.values().skip(1));
        pairs.map(|(before, after)| Jump { before: *before, after: *after })
    }

    /// The jump between these two places, both of which have been measured.
    pub(super) fn between(&self, before: u64, after: u64) -> Option<Jump> {
        Some(Jump { before: *self.points.get(&before)?, after: *self.points.get(&after)? })
    }

    /// The jumps between one event and the next that are as high as `clear`.
    pub(super) fn steps(&self, clear: f64) -> impl Iterator<Item = Jump> {
        self.jumps().filter(move |jump| jump.height() >= clear && jump.middle().is_none())
    }

    /// Where to look next: in the middle of the highest jump that is as high as `clear` and spans more than
    /// one event. Where no jump is as high, in the middle of the highest of all, and then of its higher half,
    /// and so on: `stretch` remembers where that was.
    pub(super) fn next(&self, clear: f64, stretch: &mut Option<(u64, u64)>) -> Option<u64> {
        let wide = self.jumps().filter(|jump| jump.height() >= clear && jump.middle().is_some());
        if let Some(jump) = highest(wide) {
            return jump.middle();
        }
        if self.steps(clear).next().is_some() {
            return None;
        }
        let (first, last) = stretch.unwrap_or((0, u64::MAX));
        let within = self.jumps().filter(|jump| first <= jump.before.kept && jump.after.kept <= last);
        let jump = highest(within)?;
        *stretch = Some((jump.before.kept, jump.after.kept));
        jump.middle()
    }
}

/// How many standard deviations to either side hold 19 of 20 cases when there are so many questions at once:
/// Bonferroni's correction, with the normal quantile by Hastings's approximation, good to three digits.
#[expect(clippy::cast_precision_loss, reason = "questions are few")]
fn deviations(questions: usize) -> f64 {
    let tail = 0.025 / questions.max(1) as f64;
    let t = (-2.0 * tail.ln()).sqrt();
    let (above, below) = (
        t.mul_add(t.mul_add(0.010_328, 0.802_853), 2.515_517),
        t.mul_add(t.mul_add(t.mul_add(0.001_308, 0.189_269), 1.432_788), 1.0),
    );
    t - above / below
}

/// The highest of these jumps; of equal ones the first.
pub(super) fn highest(jumps: impl Iterator<Item = Jump>) -> Option<Jump> {
    jumps.reduce(|best, next| if next.height() > best.height() { next } else { best })
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
    fn halving_the_highest_jump_finds_every_step() {
        for (first, second) in (1..=99).flat_map(|first| (first + 1..=100).map(move |second| (first, second)))
        {
            let chance = |kept: u64| 7 + 30 * u64::from(kept >= first) + 58 * u64::from(kept >= second);
            let curve = measured(chance);
            let steps: Vec<u64> = curve.steps(0.15).map(|jump| jump.after.kept).collect();
            assert_eq!(steps, [first, second]);
            let highest = highest(curve.jumps()).expect("there are jumps");
            assert!(highest.after.kept == second && (highest.height() - 0.58).abs() < 1e-9);
        }
    }

    #[test]
    fn more_questions_ask_for_wider_intervals() {
        for (questions, z) in [(1, 1.960), (2, 2.241), (10, 2.807)] {
            assert!((deviations(questions) - z).abs() < 1e-3, "{}", deviations(questions));
        }
        let point = |kept, failed| Point { kept, failed, runs: 100, aside: 0 };
        let jump = Jump { before: point(0, 40), after: point(1, 61) };
        assert!(jump.is_sure(1) && !jump.is_sure(2));
    }

    #[test]
    fn a_chance_that_grows_bit_by_bit_is_looked_at_in_one_place() {
        let curve = measured(|kept| kept);
        let fine = curve.jumps().filter(|jump| jump.middle().is_none()).count();
        assert!((1..=3).contains(&fine) && curve.points().count() < 20, "{curve:?}");
        assert_eq!(curve.steps(0.15).count(), 0);
    }

    /// The curve of a run of 100 events with this chance in a hundred.
    fn measured(chance: impl Fn(u64) -> u64) -> Curve {
        let mut curve = Curve::default();
        let (mut places, mut stretch) = (grid(100), None);
        while let Some(kept) = places.pop().or_else(|| curve.next(0.15, &mut stretch)) {
            curve.add(Point { kept, failed: chance(kept), runs: 100, aside: 0 });
        }
        curve
    }
}
