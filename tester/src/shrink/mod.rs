//! Makes a failing run small: delta debugging over everything that was decided in it.
//!
//! What it models: a run against one implementation is its test, its seed, and a list of decisions: what
//! befell which message, which choices of the scheduler were left to chance, what the test did to peers and
//! links, the plan of a chaos test. The list of a run that fails is written down, and then whole kinds,
//! halves, quarters and at last single decisions are left out, as long as the run still fails in the same
//! way: with the same class and the same broken rule, and for a panic in the same line.
//!
//! When no single decision can be left out any more, many are left out at random, and the seed by which the
//! peers draw their own timeouts is changed; a smaller run that fails in the same way takes the place of the
//! smallest so far, and all begins again.
//!
//! What it leaves out: a proof. What a run draws after it has taken another turn is not what it drew before.
//! So a candidate is an experiment, and what was left out may have mattered.
//!
//! Determinism: candidates are tried in one order, and several at a time only as far as that makes no
//! difference. Where time was not up, the same run is made small in the same way.

mod atoms;
mod best;
mod bold;
mod plan;
mod shrinker;
mod target;
mod trials;

pub(crate) use shrinker::{ShrinkError, Shrinker, Shrunk, Spectator};
pub(crate) use target::Target;
pub(crate) use trials::{Candidate, Trials, TrialsError};
