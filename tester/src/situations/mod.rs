//! Situations: what a run came to face. A test that never brings about what it is about proves nothing by
//! passing.
//!
//! # What it models
//! [`Situation`]s are noticed by a `Tracker`, which follows a run as the oracles do: by the facts that it
//! is told, and by the looks inside that others take anyway. Where peers show nothing of their inside, those
//! that can be told from outside are still counted.
//!
//! # What it leaves out
//! A situation is counted only where it certainly was there: what happened between two looks, or in the same
//! step as something else, may go uncounted. What messages say is not read.
//!
//! # Determinism
//! The tracker draws nothing, emits nothing and never looks itself: a run is the same with it. It does work
//! for what changed, and never goes through a log.

mod commands;
mod coverage;
mod crashes;
mod elections;
mod messages;
mod reach;
mod reached;
mod situation;
mod snapshots;
mod subject;
#[cfg(test)]
mod tests;
mod tracker;

pub(crate) use coverage::{Coverage, Figures, Survey};
pub use reached::Reached;
pub use situation::{Situation, Vantage};
pub(crate) use tracker::Tracker;
