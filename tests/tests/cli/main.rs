//! The command line from end to end, as a real process: what it prints, what it says of errors, how it exits.
//!
//! What people read is compared with golden texts beside these tests. After a change that is meant,
//! `INSTA_UPDATE=always cargo test --test cli` rewrites them, and the difference is there to review.

#![allow(clippy::unwrap_used, reason = "a test that cannot do its work should panic")]

mod check;
mod coverage;
mod diagnosis;
mod errors;
mod flaws;
mod hunt;
mod interrupted;
mod json;
mod lab_tests;
mod list;
mod places;
mod plan;
mod program;
mod remembered;
mod replay;
mod rules;
mod run;
mod shards;
mod shrink;
mod trace;
mod view;
mod why;
