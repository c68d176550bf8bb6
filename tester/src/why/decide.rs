//! Where to measure, and what follows from it.
//!
//! A search looks at so many places that chance alone makes a jump somewhere. So what it finds is only a
//! suspicion: the two ends of each jump are measured again, by draws that have had no part in the search, and
//! only what these show is told.

use std::collections::BTreeSet;

use super::curve::{self, Curve, Jump, Point};

/// From this chance on a failure needs no cause in this run: it comes about under nearly any schedule.
const NEARLY_SURE: f64 = 0.9;

/// A chance that grows by less than this at any one event has grown bit by bit.
const CLEAR: f64 = 0.15;

/// With fewer runs at each place a step cannot be told from the luck of the draw.
pub(crate) const FEWEST: u64 = 30;

/// Which draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Series {
    /// Those that the search goes by.
    Search,
    /// Others, which nothing has been chosen by.
    Fresh,
}

/// Whoever can say how likely the failure is.
pub(super) trait Measure {
    /// Why it cannot.
    type Error;

    /// The chance with so many events kept, if there are about so many more places to come; none if the
    /// search was interrupted.
    ///
    /// # Errors
    /// Nothing can be measured.
    fn chance(&mut self, kept: u64, series: Series, to_come: u64) -> Result<Option<Point>, Self::Error>;
}

/// What a search came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Conclusion {
    /// The chance jumps at single events: the one that the point after the jump keeps, and the one before it
    /// does not.
    Decided {
        /// The largest jump.
        by: Jump,
        /// All that are sure, this one among them.
        steps: Vec<Jump>,
    },
    /// The chance grows bit by bit. This is the largest step that was met, if it was one at all.
    Gradual(Option<Jump>),
    /// It fails in nearly every run, whatever is kept.
    Always(Point),
    /// There were too few runs at each place to tell a step.
    TooFew,
    /// The run itself, kept to its end, does not always fail again.
    NotAgain(Point),
    /// Somebody has interrupted the search.
    Interrupted,
}

/// A search under way in a run of so many events.
pub(super) struct Decider<'a, M> {
    events: u64,
    redraws: u64,
    curve: Curve,
    measure: &'a mut M,
}

impl<'a, M: Measure> Decider<'a, M> {
    pub(super) fn new(events: u64, redraws: u64, measure: &'a mut M) -> Self {
        Self { events, redraws, curve: Curve::default(), measure }
    }

    /// Searches: all that was measured, and what follows.
    ///
    /// # Errors
    /// Nothing can be measured.
    pub(super) fn decide(mut self) -> Result<(Curve, Conclusion), M::Error> {
        let conclusion = self.conclude()?.unwrap_or(Conclusion::Interrupted);
        Ok((self.curve, conclusion))
    }

    /// None if the search was interrupted.
    fn conclude(&mut self) -> Result<Option<Conclusion>, M::Error> {
        let Some(first) = self.look(0, Series::Search)? else { return Ok(None) };
        if first.share() >= NEARLY_SURE {
            return Ok(Some(Conclusion::Always(first)));
        }
        let Some(last) = self.look(self.events, Series::Search)? else { return Ok(None) };
        if last.runs == 0 || last.failed < last.runs {
            return Ok(Some(Conclusion::NotAgain(last)));
        }
        for kept in curve::grid(self.events) {
            if kept > 0 && kept < self.events && self.look(kept, Series::Search)?.is_none() {
                return Ok(None);
            }
        }
        if self.redraws < FEWEST {
            return Ok(Some(Conclusion::TooFew));
        }
        let mut stretch = None;
        while let Some(middle) = self.curve.next(self.clear(), &mut stretch) {
            if self.look(middle, Series::Search)?.is_none() {
                return Ok(None);
            }
        }
        self.confirm()
    }

    /// Measures again where there seem to be steps, and says what is left of them.
    fn confirm(&mut self) -> Result<Option<Conclusion>, M::Error> {
        let mut suspects: Vec<Jump> = self.curve.steps(self.clear()).collect();
        let is_clear = !suspects.is_empty();
        if !is_clear {
            let narrow = self.curve.jumps().filter(|jump| jump.middle().is_none());
            suspects.extend(curve::highest(narrow));
        }
        let ends: BTreeSet<u64> =
            suspects.iter().flat_map(|jump| [jump.before.kept, jump.after.kept]).collect();
        for kept in ends {
            if self.look(kept, Series::Fresh)?.is_none() {
                return Ok(None);
            }
        }
        let again = |jump: &Jump| self.curve.between(jump.before.kept, jump.after.kept);
        let again: Vec<Jump> = suspects.iter().filter_map(again).collect();
        let sure = again.iter().copied().filter(|jump| is_clear && jump.is_sure(again.len()));
        let steps: Vec<Jump> = sure.collect();
        Ok(Some(match curve::highest(steps.iter().copied()) {
            Some(by) => Conclusion::Decided { by, steps },
            None => Conclusion::Gradual(curve::highest(again.into_iter()).filter(|jump| jump.height() > 0.0)),
        }))
    }

    /// Measures, in the place of what was measured there before.
    fn look(&mut self, kept: u64, series: Series) -> Result<Option<Point>, M::Error> {
        let to_come = self.to_come();
        let point = self.measure.chance(kept, series, to_come)?;
        if let Some(point) = point {
            self.curve.add(point);
        }
        Ok(point)
    }

    /// About how many places there will be: those on the grid, and what it takes to halve the jumps that are
    /// seen by now, or one, and to measure their ends again.
    fn to_come(&self) -> u64 {
        let halves = |span: u64| u64::from(span.max(1).next_power_of_two().ilog2());
        let grid = curve::grid(self.events);
        let measured = self.curve.points().count();
        if measured < grid.len() {
            return (grid.len() - measured) as u64 + halves(self.events.div_ceil(grid.len() as u64)) + 2;
        }
        let seen = self.curve.jumps().filter(|jump| jump.height() >= self.clear());
        seen.map(|jump| halves(jump.after.kept - jump.before.kept) + 2).sum()
    }

    /// From which height on a jump is worth a closer look, with so many runs at each place: twice what the
    /// difference of two shares is off by, as a rule.
    #[expect(clippy::cast_precision_loss, reason = "an estimate needs no more than 53 bits")]
    fn clear(&self) -> f64 {
        CLEAR.max((2.0 / self.redraws as f64).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use sim::Digest;

    use super::*;

    /// Chances that are known, measured by drawing lots.
    struct Lots<F> {
        chance: F,
        redraws: u64,
        trial: u64,
    }

    impl<F: Fn(u64) -> u64> Measure for Lots<F> {
        type Error = Infallible;

        fn chance(&mut self, kept: u64, series: Series, _: u64) -> Result<Option<Point>, Infallible> {
            let chance = (self.chance)(kept);
            let lot = |number: u64| {
                let mut digest = Digest::new();
                for word in [self.trial, kept, u64::from(series == Series::Fresh), number] {
                    digest.word(word);
                }
                digest.value() % 10_007 % 100
            };
            let failed = (0..self.redraws).filter(|number| lot(*number) < chance).count() as u64;
            Ok(Some(Point { kept, failed, runs: self.redraws, aside: 0 }))
        }
    }

    fn decide(chance: impl Fn(u64) -> u64, events: u64, redraws: u64, trial: u64) -> Conclusion {
        let mut lots = Lots { chance, redraws, trial };
        let Ok((_, conclusion)) = Decider::new(events, redraws, &mut lots).decide();
        conclusion
    }

    #[test]
    fn a_flat_curve_has_no_step_but_its_last() {
        let mut invented = 0;
        for (trial, flat) in (0..200).flat_map(|trial| [(trial, 30), (trial, 50)]) {
            let chance = |kept| if kept < 1000 { flat } else { 100 };
            let Conclusion::Decided { by, steps } = decide(chance, 1000, 100, trial) else {
                panic!("the last step is missed in trial {trial} of {flat}")
            };
            assert_eq!(by.after.kept, 1000);
            invented += steps.len() - 1;
        }
        assert!(invented <= 4, "{invented} steps in 400 curves");
    }

    #[test]
    fn a_step_that_is_there_is_found() {
        for trial in 0..50 {
            let chance = |kept| match kept {
                0..437 => 5,
                437..800 => 45,
                _ => 100,
            };
            let Conclusion::Decided { steps, .. } = decide(chance, 1000, 100, trial) else {
                panic!("nothing is found in trial {trial}")
            };
            let steps: Vec<u64> = steps.iter().map(|jump| jump.after.kept).collect();
            assert_eq!(steps, [437, 800], "trial {trial}");
        }
    }

    #[test]
    fn too_few_runs_tell_no_step() {
        let chance = |kept| if kept < 500 { 0 } else { 100 };
        assert_eq!(decide(chance, 1000, FEWEST - 1, 1), Conclusion::TooFew);
        assert!(matches!(decide(chance, 1000, FEWEST, 1), Conclusion::Decided { .. }));
    }

    #[test]
    fn a_run_that_does_not_always_fail_again_is_no_case() {
        let conclusion = decide(|kept| if kept < 10 { 10 } else { 95 }, 10, 100, 1);
        assert!(matches!(conclusion, Conclusion::NotAgain(point) if point.kept == 10), "{conclusion:?}");
    }
}
