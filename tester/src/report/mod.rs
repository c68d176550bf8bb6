//! What people and programs read: the lab's lines, the blocks of failures, rows of many seeds, JSON, the
//! event log.
//!
//! Everything here turns values into text; nothing here prints. Text for people carries ANSI styles, which
//! whoever prints it removes where they are not wanted.

mod advice;
mod cards;
mod check;
mod coverage;
mod failure;
mod hunt;
mod hunting;
mod json;
mod layout;
mod lines;
mod log;
mod shrunk;
mod standing;
pub(crate) mod style;
mod sweep;
mod topic;
mod why;

pub(crate) use advice::Advice;
pub(crate) use cards::{card, cards_page, explanation, json_of_card};
pub(crate) use check::{check_summary, checked};
pub(crate) use coverage::{coverage, json_of_coverage};
pub(crate) use hunt::hunt;
pub(crate) use hunting::{coverage_heading, hunt_heading, hunt_summary};
pub(crate) use json::{json, json_of_test};
pub(crate) use layout::one_line;
pub(crate) use lines::listed;
pub(crate) use lines::{summary, verdict};
pub(crate) use log::{LogFilter, LogLayout};
pub(crate) use shrunk::{regression_test, shrunk};
pub(crate) use standing::{
    json_of_next, json_of_standing, standing_heading, standing_of_part, standing_summary,
};
pub(crate) use sweep::Sweep;
pub(crate) use topic::LOG;
pub(crate) use why::{json_of_why, why, why_marks};
