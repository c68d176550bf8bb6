//! The search for the smallest run.

use std::ops::Range;
use std::time::Duration;

use super::atoms::{self, Kind, PARTS, WHOLE};
use super::best::{Best, size};
use super::bold;
use super::not_failed::NotFailed;
use super::plan;
use super::target::Target;
use super::trials::{Candidate, Found, Trials, TrialsError};
use crate::case::Size;
use crate::runner::{Outcome, Stopwatch};
use crate::steering::{Steering, Until};
use crate::suite::LabTest;
use crate::worker::Manners;

/// Which parts of a run's beginning are left out at once, before anything is looked at closely.
const BEGINNINGS: [(usize, usize); 7] = [(31, 32), (15, 16), (7, 8), (3, 4), (1, 2), (1, 4), (1, 8)];

/// Who watches, and may end the search.
pub(crate) trait Spectator {
    /// Some time has passed: the best so far, and how many candidates were tried.
    fn look(&mut self, best: &Size, tried: u64);

    /// Whether the search is to end here.
    fn is_interrupted(&self) -> bool;
}

/// Why a run cannot be made small.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ShrinkError {
    /// There is no failure to look into.
    #[error(transparent)]
    NotFailed(#[from] NotFailed),
    /// Nobody could write down what was decided.
    #[error(
        "{test} with seed {seed} ends its process or never lets anybody else run ({rule}), so that nobody \
         lives to tell what was decided in it: it cannot be made small"
    )]
    Silent {
        /// The test.
        test: &'static str,
        /// The seed.
        seed: u64,
        /// The rule that was broken.
        rule: String,
    },
    /// The same decisions do not make the same run.
    #[error(
        "{test} with seed {seed} does not fail in the same way when it is run again: is something in it left \
         to chance that no seed decides? `check` shows it"
    )]
    NotAgain {
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
pub(crate) struct Shrunk {
    /// The seed of the smallest run.
    pub(crate) seed: u64,
    /// What it is told.
    pub(crate) steering: Steering,
    /// What came of it.
    pub(crate) outcome: Outcome,
    /// How large the run was.
    pub(crate) before: Size,
    /// How large it is.
    pub(crate) after: Size,
    /// How many candidates were tried.
    pub(crate) tried: u64,
    /// Whether there was nothing left to try.
    pub(crate) is_complete: bool,
    /// What ended the search before its time.
    pub(crate) trouble: Option<ShrinkError>,
}

/// Whether a step of the search found anything.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Smaller,
    Same,
    OutOfTime,
}

/// One way to look for something smaller.
type Search<'a> = fn(&mut Shrinker<'a>) -> Result<Step, ShrinkError>;

/// A search.
pub(crate) struct Shrinker<'a> {
    trials: Trials,
    target: Target,
    /// What the run was told at first.
    first: Candidate,
    best: Best,
    /// What the lightest run so far weighs. A bold candidate must weigh less, or the search
    /// went in circles: a run in which less is decided may be a longer one.
    least: u64,
    before: Size,
    /// No candidate may take longer, in virtual time.
    latest: Option<Until>,
    clock: Stopwatch,
    budget: Duration,
    spectator: &'a mut dyn Spectator,
}

impl<'a> Shrinker<'a> {
    /// Runs the test with this seed, and once more with all its decisions written down.
    ///
    /// # Errors
    /// It does not fail, or not again.
    pub(crate) fn new(
        test: &'static LabTest,
        seed: u64,
        jobs: usize,
        manners: Manners,
        budget: Duration,
        spectator: &'a mut dyn Spectator,
    ) -> Result<Self, ShrinkError> {
        let clock = Stopwatch::start();
        let mut trials = Trials::start(jobs, manners, test)?;
        let first = Steering { plan: test.plan(seed), ..Steering::default() };
        let outcome = run(&mut trials, seed, first.clone())?;
        let Some(target) = Target::of(&outcome) else {
            let only = "only a run that fails can be made small";
            return Err(NotFailed::of(test, seed, &outcome.verdict, only).into());
        };
        let test = test.name;
        let latest = target.until(&outcome);
        let told = Steering { tell: true, until: latest.clone(), ..first.clone() };
        let outcome = run(&mut trials, seed, told.clone())?;
        if outcome.decisions.is_none() {
            let rule = target.symptom().rule.clone();
            return Err(ShrinkError::Silent { test, seed, rule });
        }
        let again = Best::of(Candidate { seed, steering: told }, outcome, &target);
        let before = again.size.clone();
        let outcome = run(&mut trials, seed, again.run.steering.clone())?;
        if !target.is_met(&again.outcome) || !target.is_met(&outcome) {
            return Err(ShrinkError::NotAgain { test, seed });
        }
        let best = Best::of(again.run, outcome, &target);
        let first = Candidate { seed, steering: first };
        let least = bold::weight(&best.size);
        Ok(Self { trials, target, first, best, least, before, latest, clock, budget, spectator })
    }

    /// Searches until there is nothing left to try or time is up.
    pub(crate) fn shrink(mut self) -> Shrunk {
        let (is_complete, trouble) = match self.search() {
            Ok(is_complete) => (is_complete, None),
            Err(trouble) => (false, Some(trouble)),
        };
        let again = self.again();
        let Self { best, before, trials, .. } = self;
        let (seed, tried) = (best.run.seed, trials.tried());
        let (steering, outcome, after) = again.unwrap_or((best.shown, best.outcome, best.size));
        let steering = Steering { tell: false, ..steering };
        Shrunk { seed, steering, outcome, before, after, tried, is_complete, trouble }
    }

    /// Whether there is nothing left to try.
    fn search(&mut self) -> Result<bool, ShrinkError> {
        loop {
            let step = match self.pass()? {
                // The first few were tried in the pass.
                Step::Same => self.bold(bold::FEW..bold::TRIES)?,
                step => step,
            };
            match step {
                Step::Smaller => {}
                Step::Same => return Ok(true),
                Step::OutOfTime => return Ok(false),
            }
        }
    }

    /// The smallest run once more, told exactly what it did. Nothing is kept that was not seen to fail:
    /// `None` if it does not, as may be where the test judges by its own deeds.
    fn again(&mut self) -> Option<(Steering, Outcome, Size)> {
        let until = self.target.until(&self.best.outcome);
        let Candidate { seed, steering } = self.best.run.clone();
        let steering = Steering { tell: true, until, ..steering };
        let outcome = run(&mut self.trials, seed, steering.clone()).ok()?;
        let is_met = outcome.decisions.is_some() && self.target.is_met(&outcome);
        is_met.then(|| {
            let size = size(&steering, &outcome);
            (steering, outcome, size)
        })
    }

    /// Looks once at everything: whole kinds, then the beginning of the run, then what chance may find, then
    /// parts, then numbers.
    fn pass(&mut self) -> Result<Step, ShrinkError> {
        let mut found = Step::Same;
        let steps: [Search<'a>; 5] =
            [Self::whole_kinds, Self::beginnings, |it| it.bold(0..bold::FEW), Self::parts, Self::numbers];
        for step in steps {
            match step(self)? {
                Step::Smaller => found = Step::Smaller,
                Step::Same => {}
                Step::OutOfTime => return Ok(Step::OutOfTime),
            }
        }
        Ok(found)
    }

    fn whole_kinds(&mut self) -> Result<Step, ShrinkError> {
        let mut found = Step::Same;
        for kind in WHOLE {
            let all = kind.of(&self.best.run.steering);
            if all.is_empty() || !self.may_leave_out(kind) {
                continue;
            }
            match self.try_each(std::iter::once(atoms::without(&self.best.run.steering, &all)))? {
                (Step::Smaller, _) => found = Step::Smaller,
                (Step::Same, _) => {}
                (Step::OutOfTime, _) => return Ok(Step::OutOfTime),
            }
        }
        Ok(found)
    }

    fn beginnings(&mut self) -> Result<Step, ShrinkError> {
        let mut found = Step::Same;
        loop {
            let (deeds, now) = (self.target.allows_deeds(), self.best.run.steering.clone());
            let parts = BEGINNINGS
                .map(|(part, whole)| atoms::later_part(&self.best.run.steering, part, whole, deeds));
            match self.try_each(parts.into_iter().filter(|part| *part != now))?.0 {
                Step::Smaller => found = Step::Smaller,
                Step::Same => return Ok(found),
                Step::OutOfTime => return Ok(Step::OutOfTime),
            }
        }
    }

    fn parts(&mut self) -> Result<Step, ShrinkError> {
        let mut found = Step::Same;
        for kind in PARTS {
            if !self.may_leave_out(kind) {
                continue;
            }
            match self.parts_of(kind)? {
                Step::Smaller => found = Step::Smaller,
                Step::Same => {}
                Step::OutOfTime => return Ok(Step::OutOfTime),
            }
        }
        Ok(found)
    }

    /// Leaves out halves of what there is of a kind, then quarters, down to single decisions.
    fn parts_of(&mut self, kind: Kind) -> Result<Step, ShrinkError> {
        let mut found = Step::Same;
        let mut size = kind.of(&self.best.run.steering).len().div_ceil(2);
        while size > 0 {
            let mut from = 0;
            loop {
                let all = kind.of(&self.best.run.steering);
                let steering = self.best.run.steering.clone();
                let rest = all.get(from..).unwrap_or_default();
                match self.try_each(rest.chunks(size).map(|part| atoms::without(&steering, part)))? {
                    (Step::Smaller, place) => {
                        found = Step::Smaller;
                        from += place * size;
                    }
                    (Step::Same, _) => break,
                    (Step::OutOfTime, _) => return Ok(Step::OutOfTime),
                }
            }
            let left = kind.of(&self.best.run.steering).len();
            size = if size == 1 { 0 } else { (size / 2).min(left.div_ceil(2)) };
        }
        Ok(found)
    }

    fn numbers(&mut self) -> Result<Step, ShrinkError> {
        let mut found = Step::Same;
        let mut from = 0;
        loop {
            let candidates = plan::smaller(&self.best.run.steering, self.best.size.nanos / 1_000_000);
            match self.try_each(candidates.into_iter().skip(from))? {
                (Step::Smaller, place) => {
                    found = Step::Smaller;
                    from += place;
                }
                (Step::Same, _) => return Ok(found),
                (Step::OutOfTime, _) => return Ok(Step::OutOfTime),
            }
        }
    }

    fn may_leave_out(&self, kind: Kind) -> bool {
        !kind.is_deeds() || self.target.allows_deeds()
    }

    /// Leaves out many decisions at random.
    fn bold(&mut self, tries: Range<u64>) -> Result<Step, ShrinkError> {
        let (best, first, deeds) = (self.best.run.clone(), self.first.clone(), self.target.allows_deeds());
        let candidates = tries.map(move |number| bold::candidate(&best, &first, number, deeds));
        Ok(self.take_first(candidates, Some(self.least))?.0)
    }

    /// Takes the first of these that shows the failure for the best, with its place among them.
    fn try_each(&mut self, steerings: impl Iterator<Item = Steering>) -> Result<(Step, usize), ShrinkError> {
        let seed = self.best.run.seed;
        self.take_first(steerings.map(move |steering| Candidate { seed, steering }), None)
    }

    /// The same, for candidates with seeds of their own; they must weigh less than this.
    fn take_first(
        &mut self,
        candidates: impl Iterator<Item = Candidate>,
        less_than: Option<u64>,
    ) -> Result<(Step, usize), ShrinkError> {
        let Self { trials, target, best, latest, clock, budget, spectator, .. } = self;
        let tried = trials.tried();
        let is_over = || {
            spectator.look(&best.size, tried);
            spectator.is_interrupted() || clock.elapsed() >= *budget
        };
        let candidates = candidates.map(|Candidate { seed, steering }| {
            let steering = Steering { tell: true, until: latest.clone(), ..steering };
            Candidate { seed, steering }
        });
        let is_good = |candidate: &Candidate, outcome: &Outcome| {
            let is_lighter = |most| bold::weight(&size(&candidate.steering, outcome)) < most;
            outcome.decisions.is_some() && target.is_met(outcome) && less_than.is_none_or(is_lighter)
        };
        Ok(match trials.first(candidates, is_good, is_over)? {
            Found::First(place, found) => {
                self.best = Best::of(found.0, found.1, target);
                self.least = self.least.min(bold::weight(&self.best.size));
                (Step::Smaller, place)
            }
            Found::None => (Step::Same, 0),
            Found::OutOfTime => (Step::OutOfTime, 0),
        })
    }
}

/// One run by itself.
fn run(trials: &mut Trials, seed: u64, steering: Steering) -> Result<Outcome, TrialsError> {
    match trials.first(std::iter::once(Candidate { seed, steering }), |_, _| true, || false)? {
        Found::First(_, found) => Ok(found.1),
        Found::None | Found::OutOfTime => Err(TrialsError::ThreadLost),
    }
}
