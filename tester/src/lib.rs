//! The lab's tester: the cluster, the 28 tests of 2A to 2D, the chaos suite, the runner that turns a seed
//! into a verdict, the reports and the command line.
//!
//! # What it models
//! The course's tester, as one hears it described by its effects on an implementation: peers on an unreliable
//! network, cut off, joined, crashed and restarted by a script; a service on top of each, which records and
//! compares what it is given; and the checks, with their bounds and their patience. Beside them stand the
//! [`oracle`]s, which follow every run and tell the first rule of Raft that is broken.
//!
//! # What it leaves out
//! It knows no Raft. An implementation is hosted through [`host::Factory`], and this crate names none.
//!
//! # Determinism
//! A test, a build and a seed decide a run. The wall clock is read by the runner alone, and shows only in
//! figures about itself.
//!
//! # Failures
//! A wrong implementation is a result: a [`failure::Failure`] with its class and evidence. A panic of this
//! crate is a mistake of this crate.
//!
//! # Example
//! A student's `main.rs` is one line, `tester::cli::main::<raft::Peer>()`, and so is the target that
//! `cargo test` runs: `tester::lab_tests!(raft::Peer);`.

pub mod case;
pub mod chaos;
mod check;
pub mod cli;
pub mod cluster;
pub mod facts;
pub mod failure;
pub mod findings;
mod grade;
pub mod host;
pub(crate) mod hunt;
pub mod invocation;
pub mod libtest;
pub mod names;
pub mod numbers;
pub mod oracle;
mod ours;
mod record;
mod report;
pub mod rules;
pub mod runner;
mod seeds_file;
mod select;
mod shrink;
pub mod situations;
mod standing;
mod starter;
pub mod stats;
pub mod steering;
mod story;
pub mod suite;
pub mod survey;
mod traces;
pub mod value;
mod why;
mod worker;

/// The README's code is tested with the documentation.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// So is the handout's.
#[cfg(doctest)]
mod handout {
    #[doc = include_str!("../../docs/lab-2a.md")]
    struct PartA;

    #[doc = include_str!("../../docs/lab-2b.md")]
    struct PartB;

    #[doc = include_str!("../../docs/lab-2c.md")]
    struct PartC;

    #[doc = include_str!("../../docs/lab-2d.md")]
    struct PartD;

    #[doc = include_str!("../../docs/for-go-students.md")]
    struct ForGoStudents;
}
