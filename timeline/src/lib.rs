//! Traces: everything that happened in one run, as lines of JSON, and what can be made of them.
//!
//! # What it models
//! A [`Record`](record::Record) is one line of a trace. The harness writes them while a run goes on; whoever
//! wants to see the run reads them back.
//!
//! # What it leaves out
//! It knows no simulator and no implementation: a trace is all that it ever sees.

pub mod page;
pub mod record;
