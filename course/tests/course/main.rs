//! What a course does with the lab, from end to end: crates for students, handouts, grades. Slower than the
//! other tests, since much of it calls cargo and the compiler: `cargo test -p course`.

#![allow(clippy::unwrap_used, reason = "a test that cannot do its work should panic")]

mod cargo;
mod grading;
mod handout;
mod hostile;
mod program;
mod standing;
mod starter;
mod submissions;
