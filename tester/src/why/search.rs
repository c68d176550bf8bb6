//! The search for the event at which the chance of a failure jumps: the runs that it takes.

use sim::Digest;

use super::curve::{Curve, Point};
use super::decide::{Conclusion, Decider, Measure, Series};
use super::scene::Scene;
use crate::chaos::Plan;
use crate::runner::{Outcome, Verdict};
use crate::shrink::{Candidate, NotFailed, Target, Trials, TrialsError};
use crate::steering::{Redraw, Steering, Until};
use crate::suite::LabTest;
use crate::worker::Manners;

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
    /// There is no failure to look into.
    #[error(transparent)]
    NotFailed(#[from] NotFailed),
    /// The search could not go on.
    #[error(transparent)]
    Trials(#[from] TrialsError),
}

/// What was found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) curve: Curve,
    pub(crate) conclusion: Conclusion,
    /// For a test whose plan is drawn: the chance when the plan is drawn again too.
    pub(crate) other_plans: Option<Point>,
}

/// A search under way.
pub(crate) struct Search<'a, S> {
    target: Target,
    until: Option<Until>,
    /// How many events the run had when it failed.
    events: u64,
    seed: u64,
    /// The plan that the seed draws: it is no part of what is redrawn, for it stands before any event.
    plan: Option<Plan>,
    /// From how many other seeds everything is redrawn at each place.
    redraws: u64,
    trials: Trials,
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
        Ok(Self {
            // What a rule saw broken is seen at once; whatever comes after that is of no interest.
            until: target.until(outcome).map(|until| Until { latest: u64::MAX, ..until }),
            events: shown.map_or(scene.len(), |shown| shown.event + 1),
            target,
            seed,
            plan: test.plan(seed),
            redraws,
            trials: Trials::start(jobs, manners, test)?,
            done: 0,
            spectator,
        })
    }

    /// Searches.
    ///
    /// # Errors
    /// No worker can be had.
    pub(crate) fn search(mut self) -> Result<Found, WhyError> {
        let (events, redraws) = (self.events, self.redraws);
        let (curve, conclusion) = Decider::new(events, redraws, &mut self).decide()?;
        // An interruption takes nothing away from what is known by now.
        let other_plans = match self.plan.take() {
            Some(_) if conclusion != Conclusion::Interrupted => self.chance(0, Series::Search, 1)?,
            _ => None,
        };
        Ok(Found { curve, conclusion, other_plans })
    }
}

impl<S: Spectator> Measure for Search<'_, S> {
    type Error = WhyError;

    fn chance(&mut self, kept: u64, series: Series, to_come: u64) -> Result<Option<Point>, WhyError> {
        let Self { target, until, seed, plan, redraws, trials, done, spectator, .. } = self;
        let of = *done + to_come * *redraws;
        let numbers = match series {
            Series::Search => 1..=*redraws,
            Series::Fresh => *redraws + 1..=2 * *redraws,
        };
        let candidates = numbers.map(|number| {
            let redraw = Some(Redraw { after: kept, seed: redraw_seed(*seed, number) });
            let steering =
                Steering { redraw, plan: plan.clone(), until: until.clone(), ..Steering::default() };
            Candidate { seed: *seed, steering }
        });
        let mut point = Point { kept, failed: 0, runs: 0, aside: 0 };
        let is_over = trials.all(
            candidates,
            |outcome| match target.is_met(outcome) {
                true => (point.failed, point.runs) = (point.failed + 1, point.runs + 1),
                false if came_to_nothing(outcome) => point.aside += 1,
                false => point.runs += 1,
            },
            |count| {
                spectator.look(*done + count, of);
                spectator.is_interrupted()
            },
        )?;
        *done += point.runs + point.aside;
        Ok((!is_over).then_some(point))
    }
}

/// Whether the run was given up, died or broke the harness: it says nothing about the failure. What did not
/// live to tell of itself has no digest.
const fn came_to_nothing(outcome: &Outcome) -> bool {
    matches!(outcome.verdict, Verdict::Broken(_)) || (outcome.digest == 0 && !outcome.verdict.passed())
}

fn not_failed(test: &LabTest, seed: u64, verdict: &Verdict) -> WhyError {
    let only = "only of a run that fails can be asked when it was decided";
    NotFailed::of(test, seed, verdict, only).into()
}

/// The seed of redraw `number` of a run with this seed.
fn redraw_seed(seed: u64, number: u64) -> u64 {
    let mut digest = Digest::new();
    digest.bytes(b"redraw");
    digest.word(seed);
    digest.word(number);
    digest.value()
}
