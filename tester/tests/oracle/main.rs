//! The oracles, each shown a peer that breaks its rule: the rule must be named, at once, with both values.
//! And what only looks odd must not be.
#![allow(clippy::unwrap_used)] // a failed test is what it is for

mod answering;
mod committing;
mod durable;
mod from_outside;
mod leading;
mod obeying;
mod puppet;
mod sound;
mod voting;
