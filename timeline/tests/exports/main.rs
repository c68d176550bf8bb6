//! The exports, read back and checked against the documented rules of the programs that open them. The checks
//! know nothing of the code that writes.

#![allow(clippy::unwrap_used, reason = "a test that cannot do its work should panic")]

mod clocks;
mod damage;
mod perfetto;
#[path = "../samples/random.rs"]
mod random;
#[path = "../samples/mod.rs"]
mod samples;
mod shiviz;
mod trace_events;
