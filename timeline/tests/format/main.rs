//! The format of traces: what is written is read back, and what is no whole trace is refused with the line.

#![allow(clippy::unwrap_used, reason = "a test that cannot do its work should panic")]

mod assembling;
mod document;
mod refusing;
mod round_trip;
#[path = "../samples/mod.rs"]
mod samples;
