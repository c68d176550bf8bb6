//! What students begin with: a crate of their own, or a course's repository with the lab in it.
//!
//! # What it models
//! The files of the repository's folder `starter/`, which are part of this program, with names and places
//! filled in. A crate takes the lab from where it is told to; a course's repository brings it along.
//!
//! # What it leaves out
//! The reference Raft, the zoo, and what is there to test the harness on them.

mod error;
mod files;
mod folder;
mod handout;
mod links;
mod name;
mod new;
mod source;
mod words;

pub(crate) use error::StarterError;
pub(crate) use handout::export as export_handout;
pub(crate) use new::write;
pub(crate) use source::{GitState, Source, built_from, raftlab_in};
