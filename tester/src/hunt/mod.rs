//! What many seeds of many tests came to, as plain data: the plan of a hunt, the book of its results, the
//! report file, and the way back from shards to one report.
//!
//! # What it models
//! A hunt runs a block of seeds of some tests. Its results are put down in a [`Book`], in any order, from any
//! number of workers; the book comes out the same. It is written to a file, read back to go on after an
//! interruption, and merged with the books of the other shards.
//!
//! # What it leaves out
//! The book, the plan and the report know of no simulation, no thread and no clock: these are the business
//! of whoever holds the book.
//!
//! # Determinism
//! Equal outcomes give equal books and byte-identical files. Wall times are numbers like others, kept in a
//! field of their own that can be left out.

mod agenda;
mod book;
mod build;
mod drive;
mod environment;
mod family;
mod file;
mod interval;
mod kind;
mod lines;
mod lock;
mod merge;
mod page;
mod parse;
mod plan;
mod pool;
#[cfg(test)]
pub(crate) mod samples;
mod shard;
mod stops;
mod tally;

pub(crate) use agenda::{Agenda, Chunk};
pub(crate) use book::{Book, News, Summary};
pub(crate) use build::build;
pub(crate) use drive::{Audience, Ended, HuntError, drive};
pub(crate) use environment::EnvironmentError;
pub(crate) use family::{Family, Fingerprint, Representative};
pub(crate) use file::{FILE_NAME, FileError, Origin, ResumeError, WallTimes, read, text, write};
pub(crate) use interval::{Interval, geometric, wilson, wilson_beyond};
pub(crate) use kind::Kind;
pub(crate) use lock::{Lock, LockError};
pub(crate) use merge::{MergeError, Merged, merge_directories};
pub(crate) use plan::{Plan, PlanError};
pub(crate) use shard::{Shard, ShardError};
pub(crate) use tally::Tally;
