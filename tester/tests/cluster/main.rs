//! The cluster and its checks, tried on puppets: peers without any Raft in them, which say and hand up
//! exactly what a test tells them. Every mistake that the checks are there for is planted once.
#![allow(clippy::unwrap_used)] // a failed test is what it is for

mod agreement;
mod figures;
mod leadership;
mod lifecycle;
mod one_term;
mod puppet;
mod readers;
mod snapshots;
mod stub;
mod teardown;
mod weather;
