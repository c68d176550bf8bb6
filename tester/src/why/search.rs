//! The search for the event at which the chance of a failure jumps.

use sim::Digest;

use super::curve::{self, Curve, Jump, Point};
use super::scene::Scene;
use crate::runner::{Outcome, Verdict};
use crate::shrink::{Candidate, Target, Trials, TrialsError};
use crate::steering::{Redraw, Steering, Until};
use crate::suite::LabTest;
use crate::worker::Manners;

/// From this chance on a failure needs no cause in this run: it comes about under nearly any schedule.
const NEARLY_SURE: f64 = 0.9;

/// A chance that grows by less than this at any one event has grown bit by bit.
const CLEAR: f64 = 0.15;

/// Who watches, and may end the search.
pub(crate) trait Spectator {
    /// A run has come to its end, or some time has passed: how many were done of about how many.
    fn look(&mut self, done: u64, of: u64);

    /// Whether the search is to end here.
    fn is_interrupted(&self) -> bool;
}

/// Why nobody can say when it was decided.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WhyError {
    /// There is nothing to explain.
    #[error("{test} passes with seed {seed}: only of a run that fails can be asked when it was decided")]
    Passes {
        /// The test.
        test: &'static str,
        /// The seed.
        seed: u64,
    },
    /// It is not the implementation that fails.
    #[error("{test} with seed {seed} breaks the harness itself: `replay` shows how")]
    Broken {
        /// The test.
        test: &'static str,
        /// The seed.
        seed: u64,
    },
    /// The search could not go on.
    #[error(transparent)]
    Trials(#[from] TrialsError),
}

/// What a search came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Conclusion {
    /// The chance jumps at single events: the one that the point after the jump keeps, and the one before it
    /// does not.
    Decided {
        /// The largest jump.
        by: Jump,
        /// All that are clear, this one among them.
        steps: Vec<Jump>,
    },
    /// The chance grows bit by bit. This is the largest step that was met.
    Gradual(Jump),
    /// It fails in nearly every run, whatever is kept.
    Always(Point),
    /// The run itself, kept to its end, does not fail again.
    NotAgain(Point),
    /// Somebody has interrupted the search.
    Interrupted,
}

/// What was found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) curve: Curve,
    pub(crate) conclusion: Conclusion,
}

/// A search under way.
pub(crate) struct Search<'a, S> {
    target: Target,
    until: Option<Until>,
    /// How many events the run had when it failed.
    events: u64,
    seed: u64,
    /// What everything is redrawn from.
    seeds: Vec<u64>,
    trials: Trials,
    curve: Curve,
    done: u64,
    spectator: &'a mut S,
}

impl<'a, S: Spectator> Search<'a, S> {
    /// Begins the search in a run that came to `outcome`, with so many redraws at each place.
    ///
    /// # Errors
    /// The run did not fail, or there are no threads.
    pub(crate) fn new(
        outcome: &Outcome,
        scene: &Scene,
        redraws: u64,
        jobs: usize,
        manners: Manners,
        spectator: &'a mut S,
    ) -> Result<Self, WhyError> {
        let (test, seed) = (outcome.test, outcome.seed);
        let Some(target) = Target::of(outcome) else {
            return Err(not_failed(test, seed, &outcome.verdict));
        };
        let shown = outcome.verdict.account().and_then(|account| account.seen);
        let seeds = (1..=redraws).map(|number| redraw_seed(seed, number)).collect();
        Ok(Self {
            // What a rule saw broken is seen at once; whatever comes after that is of no interest.
            until: target.until(outcome).map(|until| Until { latest: u64::MAX, ..until }),
            events: shown.map_or(scene.len(), |shown| shown.event + 1),
            target,
            seed,
            seeds,
            trials: Trials::start(jobs, manners, test)?,
            curve: Curve::default(),
            done: 0,
            spectator,
        })
    }

    /// Searches.
    ///
    /// # Errors
    /// No worker can be had.
    pub(crate) fn search(mut self) -> Result<Found, WhyError> {
        let conclusion = self.conclude()?.unwrap_or(Conclusion::Interrupted);
        Ok(Found { curve: self.curve, conclusion })
    }

    /// None if the search was interrupted.
    fn conclude(&mut self) -> Result<Option<Conclusion>, WhyError> {
        let Some(first) = self.measure(0)? else { return Ok(None) };
        if first.share() >= NEARLY_SURE {
            return Ok(Some(Conclusion::Always(first)));
        }
        for kept in curve::grid(self.events).into_iter().skip(1) {
            let Some(point) = self.measure(kept)? else { return Ok(None) };
            if kept == self.events && point.failed == 0 {
                return Ok(Some(Conclusion::NotAgain(point)));
            }
        }
        let clear = clear(self.seeds.len());
        while let Some(middle) = self.curve.next(clear) {
            if self.measure(middle)?.is_none() {
                return Ok(None);
            }
        }
        let steps: Vec<Jump> = self.curve.jumps().filter(|jump| jump.height() >= clear).collect();
        Ok(Some(match (curve::highest(steps.iter().copied()), curve::highest(self.curve.jumps())) {
            (Some(by), _) => Conclusion::Decided { by, steps },
            (None, Some(largest)) => Conclusion::Gradual(largest),
            (None, None) => Conclusion::Always(first),
        }))
    }

    /// Measures the chance with so many events kept; none if the search was interrupted.
    fn measure(&mut self, kept: u64) -> Result<Option<Point>, WhyError> {
        let of = self.runs_in_all();
        let Self { target, until, seed, seeds, trials, curve, done, spectator, .. } = self;
        let candidates = seeds.iter().map(|&other| {
            let redraw = Some(Redraw { after: kept, seed: other });
            let steering = Steering { redraw, until: until.clone(), ..Steering::default() };
            Candidate { seed: *seed, steering }
        });
        let mut point = Point { kept, failed: 0, runs: 0 };
        let is_over = trials.all(
            candidates,
            |outcome| {
                point.runs += 1;
                point.failed += u64::from(target.is_met(outcome));
            },
            |count| {
                spectator.look(*done + count, of);
                spectator.is_interrupted()
            },
        )?;
        *done += point.runs;
        if is_over {
            return Ok(None);
        }
        curve.add(point);
        Ok(Some(point))
    }

    /// About how many runs there will be in all: those on the grid, and what it takes to halve the jumps that
    /// are seen by now, or one.
    fn runs_in_all(&self) -> u64 {
        let halves = |span: u64| u64::from(span.max(1).next_power_of_two().ilog2());
        let grid = curve::grid(self.events);
        let measured = self.curve.points().count();
        let to_come = if measured < grid.len() {
            (grid.len() - measured) as u64 + halves(self.events.div_ceil(grid.len() as u64))
        } else {
            let clear = clear(self.seeds.len());
            let seen = self.curve.jumps().filter(|jump| jump.height() >= clear);
            seen.map(|jump| halves(jump.after.kept - jump.before.kept)).sum()
        };
        self.done + to_come * self.seeds.len() as u64
    }
}

/// From which height on a jump is no accident, with so many runs at each place: twice what the difference of
/// two shares is off by, as a rule.
#[expect(clippy::cast_precision_loss, reason = "an estimate needs no more than 53 bits")]
fn clear(runs: usize) -> f64 {
    CLEAR.max((2.0 / runs as f64).sqrt())
}

fn not_failed(test: &LabTest, seed: u64, verdict: &Verdict) -> WhyError {
    match verdict {
        Verdict::Broken(_) => WhyError::Broken { test: test.name, seed },
        _ => WhyError::Passes { test: test.name, seed },
    }
}

/// The seed of redraw `number` of a run with this seed.
fn redraw_seed(seed: u64, number: u64) -> u64 {
    let mut digest = Digest::new();
    digest.bytes(b"redraw");
    digest.word(seed);
    digest.word(number);
    digest.value()
}
