//! When was a failure decided? Keeps the beginning of a failing run, and lets chance begin anew after it.
//!
//! What it models: a run is a long row of throws of dice. Most decide nothing, and some all. Keep its first k
//! events and redraw what comes after, a hundred times: the share of these runs that fail in the same way is
//! the chance that the failure still had to come about, or not. It is one at the end, where all has happened,
//! and what it is at the beginning says how rare the failure is. Where between the two it jumps, the run was
//! decided.
//!
//! A chaos test's plan stands before any event. It is kept at every k, and what other plans come to is told
//! apart.
//!
//! What it leaves out: where the chance grows bit by bit, no event decides, and the search ends at the
//! largest step that it has met. It also looks closely only where the chance has grown clearly from one place
//! of an even grid to the next: what rises and falls again in between is not seen.
//!
//! Determinism: redraw number i has the same seed at every k, so that neighbours differ by what is kept and
//! not by the luck of the draw, and two searches find the same. What is told of a step was measured by numbers
//! that had no part in finding it.

mod curve;
mod decide;
mod scene;
mod search;

pub(crate) use curve::{Jump, Point};
pub(crate) use decide::{Conclusion, FEWEST};
pub(crate) use scene::{Glance, Scene};
pub(crate) use search::{Found, Search, Spectator, WhyError};
