//! What a course does with the lab, from end to end: crates for students, handouts, grades. Slower than the
//! other tests, since much of it calls cargo and the compiler: `cargo test -p course`.

#![allow(clippy::disallowed_methods, reason = "no simulation runs here, and a browser is waited for")]
#![allow(clippy::unwrap_used, reason = "a test that cannot do its work should panic")]

mod autograder;
mod cargo;
mod graded;
mod grading;
mod handout;
mod hidden;
mod hostile;
mod page;
mod program;
#[path = "../../../tester/src/grade/report/tests/readers/mod.rs"]
mod readers;
mod receipts;
mod reports;
mod standing;
mod starter;
mod submissions;
