//! What can be wrong with a case.

use std::io;
use std::path::PathBuf;

use super::{FORMAT, VERSION};
use crate::chaos::PlanError;

/// A case that cannot be read, written or run.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The system refuses.
    #[error("cannot {doing} {}: {source}", path.display())]
    System {
        /// What was tried.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It is not a case, or makes no sense.
    #[error("{}{damage}", path.as_ref().map(|path| format!("{}: ", path.display())).unwrap_or_default())]
    Damaged {
        /// The file, if it is one.
        path: Option<PathBuf>,
        /// What is wrong with it.
        damage: Damage,
    },
}

/// What is wrong with a case.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// It does not begin as one.
    #[error("this is no case that `shrink` wrote: {0}")]
    NotACase(#[source] serde_json::Error),
    /// It says that it is something else.
    #[error("this is no case: its `format` is `{0}`, and not `{FORMAT}`")]
    Format(String),
    /// Another version wrote it.
    #[error("this case has version {0}, and this program reads version {VERSION}: `shrink` writes a new one")]
    Version(u32),
    /// A part of it is missing or wrong.
    #[error("this case is damaged: {0}")]
    Field(#[source] serde_json::Error),
    /// It is of a test that is not there.
    #[error("the case's `test` is `{0}`, and there is no such test; `cargo lab list` shows them all")]
    Test(String),
    /// It tells a test of a plan that has none.
    #[error("the case's `steering.plan` makes no sense: {0} is a test of the course, which has no plan")]
    PlanOfACourseTest(&'static str),
    /// Its plan cannot be driven.
    #[error("the case's `steering.plan` makes no sense: {0}")]
    Plan(#[source] PlanError),
    /// Something is counted from 1 on.
    #[error("the case's `steering.{0}` makes no sense: they are counted from 1 on")]
    Zero(String),
}
