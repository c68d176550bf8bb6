//! Makes a failing run small: delta debugging over everything that was decided in it.
//!
//! What it models: a run against one implementation is its test, its seed, and a list of decisions: what
//! befell which message, which choices of the scheduler were left to chance, what the test did to peers and
//! links, the plan of a chaos test. The list of a run that fails is written down, and then whole kinds, halves,
//! quarters and at last single decisions are left out, as long as the run still fails in the same way: with
//! the same class and the same broken rule, and for a panic in the same line.
//!
//! What it leaves out: the peers' own random numbers. They stay those of the seed, but what a run draws after
//! it has taken another turn is not what it drew before. So a candidate is an experiment, and not a proof that
//! what was left out did not matter.
//!
//! Determinism: candidates are tried in one order, and several at a time only as far as that makes no
//! difference. Where time was not up, the same run is made small in the same way.

mod atoms;
mod plan;
mod shrinker;
mod target;
mod trials;

pub(crate) use shrinker::{ShrinkError, Shrinker, Shrunk, Spectator};
pub(crate) use target::Target;
