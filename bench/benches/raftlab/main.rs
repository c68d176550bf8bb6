//! What things cost: `cargo bench`. Compare figures of one run with each other; machines differ.
#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run should say so at once")]

mod bare_limit;
mod idle_cluster;
mod messages;
mod recording;
mod round_trip;
mod scheduler;
mod suites;

use criterion::{criterion_group, criterion_main};

criterion_group!(network, bare_limit::bench, round_trip::bench);
criterion_group!(scheduling, scheduler::bench);
criterion_group!(lab, idle_cluster::bench, suites::bench, recording::bench);
criterion_main!(network, scheduling, lab);
