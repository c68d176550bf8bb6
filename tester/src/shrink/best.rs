//! The smallest run so far.

use super::target::Target;
use super::trials::Candidate;
use crate::case::Size;
use crate::runner::Outcome;
use crate::steering::{Decisions, Deeds, Numbers, Steering};

/// A run that shows the failure.
pub(super) struct Best {
    /// What it was told when it showed the failure.
    pub(super) shown: Steering,
    /// What it would be told to do just the same.
    pub(super) run: Candidate,
    pub(super) outcome: Outcome,
    pub(super) size: Size,
}

impl Best {
    /// A run that told its decisions: from now on it is told these, and nothing that did not come to pass.
    pub(super) fn of(run: Candidate, mut outcome: Outcome, target: &Target) -> Self {
        let size = size(&run.steering, &outcome);
        let decisions = outcome.decisions.take().map(|decisions| *decisions).unwrap_or_default();
        let picks = picks(&run.steering, decisions.choices);
        let shown = run.steering.clone();
        let Decisions { messages, deeds, .. } = decisions;
        // Where the test is to judge, it must be able to do whatever it would.
        let deeds = if target.allows_deeds() { deeds } else { Deeds::default() };
        let steering = Steering { messages: Some(messages), deeds, picks: Some(picks), ..run.steering };
        Self { shown, run: Candidate { steering, ..run }, outcome, size }
    }
}

/// The choices that are left to chance, as far as there were any.
fn picks(steering: &Steering, choices: u64) -> Numbers {
    match &steering.picks {
        None => (0..choices).collect(),
        Some(picks) => picks.iter().take_while(|number| *number < choices).collect(),
    }
}

/// How large a run was that told its decisions.
pub(super) fn size(steering: &Steering, outcome: &Outcome) -> Size {
    let none = Decisions::default();
    let decisions = outcome.decisions.as_deref().unwrap_or(&none);
    let picks = picks(steering, decisions.choices).len();
    Size::of(outcome, decisions, picks, steering.plan.as_ref())
}
