//! Why a test failed: typed, with its evidence, its class and one sentence for people.

mod agreement;
mod apply;
mod card;
mod claim;
mod class;
mod cost;
mod difference;
mod leadership;
mod liveness;
mod outside;
mod spoilt;
mod violation;
pub(crate) mod words;

use labrpc::SilentHandler;
use raftapi::Unwritten;
use sim::Stop;

pub use agreement::{AgreementFailure, Attempt};
pub use apply::ApplyFailure;
pub use claim::Claim;
pub use class::Class;
pub use cost::CostFailure;
pub use difference::Difference;
pub use leadership::LeadershipFailure;
pub use liveness::{LivenessFailure, Why};
pub use outside::{Death, Outside, Sighting};
pub use spoilt::Spoilt;
pub use violation::{Rule, Violation};

/// Why a test failed. `Display` is one sentence with the evidence.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Something is wrong with who leads in which term.
    #[error(transparent)]
    Leadership(#[from] LeadershipFailure),
    /// A peer handed the wrong thing to its service.
    #[error(transparent)]
    Apply(#[from] ApplyFailure),
    /// A command was not agreed on, or not as it should have been.
    #[error(transparent)]
    Agreement(#[from] AgreementFailure),
    /// The peers use more than the lab allows.
    #[error(transparent)]
    Cost(#[from] CostFailure),
    /// The cluster does not recover once everything is healed.
    #[error(transparent)]
    Liveness(#[from] LivenessFailure),
    /// An oracle saw a rule broken.
    #[error(transparent)]
    Rule(#[from] Violation),
    /// The simulator ended the run.
    #[error(transparent)]
    Stopped(#[from] Stop),
}

impl Failure {
    /// The gravest of several failures, and of equally grave ones the first.
    pub(crate) fn gravest(failures: impl IntoIterator<Item = Self>) -> Option<Self> {
        failures.into_iter().min_by_key(Self::class)
    }

    /// How grave it is.
    pub fn class(&self) -> Class {
        match self {
            Self::Leadership(failure) => failure.class(),
            Self::Apply(_) => Class::Safety,
            Self::Agreement(failure) => failure.class(),
            Self::Cost(_) => Class::Cost,
            Self::Liveness(_) => Class::Liveness,
            Self::Rule(violation) => violation.rule.class(),
            Self::Stopped(stop) => Class::of_stop(stop),
        }
    }

    /// Whether it is one however the test was led: not if it rests on what was to be expected after all that
    /// the test did, of which some may have been left out.
    pub(crate) const fn is_beyond_doubt(&self) -> bool {
        matches!(self, Self::Apply(_) | Self::Rule(_) | Self::Stopped(_))
    }

    /// A short constant name of the rule that was broken, such as `one-leader-per-term`: what reports group
    /// by.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Leadership(failure) => failure.rule(),
            Self::Apply(failure) => failure.rule(),
            Self::Agreement(failure) => failure.rule(),
            Self::Cost(failure) => failure.rule(),
            Self::Liveness(failure) => failure.rule(),
            Self::Rule(violation) => violation.rule.as_str(),
            Self::Stopped(stop) => match stop {
                Stop::Deadlock { .. } => "no-deadlock",
                Stop::Livelock { .. } => "no-livelock",
                Stop::StepLimit { .. } => "step-limit",
                Stop::TimeLimit { .. } => "test-time",
                Stop::EventLimit { .. } => "event-limit",
                Stop::Panic { is_held_across_await: true, .. } => "no-lock-across-await",
                Stop::Panic { .. } => "no-panic",
                Stop::Aborted { error, .. } if error.is::<SilentHandler>() => "handlers-answer",
                Stop::Aborted { error, .. } if error.is::<Unwritten>() => "all-is-written",
                Stop::Aborted { .. } => "sound-calls",
            },
        }
    }

    /// The peers that the evidence names, lowest first; empty where no peer in particular is to blame.
    pub fn peers(&self) -> Vec<usize> {
        let mut peers = match self {
            Self::Leadership(failure) => failure.peers(),
            Self::Apply(failure) => failure.peers(),
            Self::Agreement(failure) => failure.peers(),
            Self::Cost(failure) => failure.peers(),
            Self::Liveness(failure) => failure.peers(),
            Self::Rule(violation) => violation.peers.clone(),
            Self::Stopped(stop) => {
                stop.place().and_then(|place| place.node).map(sim::NodeId::index).into_iter().collect()
            }
        };
        peers.sort_unstable();
        peers.dedup();
        peers
    }

    /// The log index that the evidence names, if it is about one.
    pub const fn index(&self) -> Option<u64> {
        match self {
            Self::Apply(failure) => failure.index(),
            Self::Agreement(failure) => failure.index(),
            Self::Liveness(failure) => failure.index(),
            Self::Rule(violation) => violation.index,
            Self::Leadership(_) | Self::Cost(_) | Self::Stopped(_) => None,
        }
    }
}
