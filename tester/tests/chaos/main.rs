//! The chaos suite's tools, tried on peers without any Raft in them: crashes at a save, pauses, cuts, and the
//! reasons that the liveness phase gives.
#![allow(clippy::unwrap_used, reason = "a failed test is what it is for")]

mod actor;
mod crash_at_save;
mod links_and_pauses;
mod plans;
mod reasons;
