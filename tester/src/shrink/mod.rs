//! Makes a failing run small: delta debugging over everything that was decided in it.
//!
//! What it models: a run against one implementation is its test, its seed, and a list of decisions: what
//! befell which message, which choices of the scheduler were left to chance, what the test did to peers and
//! links, the plan of a chaos test. The list of a run that fails is written down, and then whole kinds,
//! halves, quarters and at last single decisions are left out, as long as the run still fails in the same
//! way: with the same class and the same broken rule, and for a panic in the same line.
//!
//! When no single decision can be left out any more, many are left out at random, and the seed is changed: by
//! it the peers draw their own timeouts, but the test draws from it too, and messages the time that they
//! travel anyway. That is another run; if it is a smaller one that fails in the same way, it takes the place
//! of the smallest so far, and all begins again. A case keeps both seeds.
//!
//! What it leaves out: a proof. What a run draws after it has taken another turn is not what it drew before.
//! So a candidate is an experiment, and what was left out may have mattered.
//!
//! Determinism: candidates are tried in one order, and several at a time only as far as that makes no
//! difference. Where time was not up, the same run is made small in the same way. The one exception is a
//! candidate that takes no step for some seconds of real time, which is given up: on a machine that is busy
//! enough, one may be given up that would have failed as it should.

mod atoms;
mod best;
mod bold;
mod not_failed;
mod plan;
mod shrinker;
mod target;
mod trials;

pub(crate) use not_failed::NotFailed;
pub(crate) use shrinker::{ShrinkError, Shrinker, Shrunk, Spectator};
pub(crate) use target::Target;
pub(crate) use trials::{Candidate, Trials, TrialsError};
