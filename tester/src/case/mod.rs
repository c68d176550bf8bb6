//! Cases: failing runs made small, as files that can be run again.
//!
//! A case is a test, a seed, and what the run is told beyond it; beside that, what it is to show: the failure
//! that it was made for. `cargo lab shrink` writes such files, and `cargo lab replay FILE` runs them. They
//! are JSON, made for being read and edited by hand as well.
//!
//! `cargo lab shrink --test` prints a case as a test of the implementation's own, which ends in
//! [`assert_passes`].

mod error;
mod passes;
mod size;

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use error::CaseError;
use error::Damage;
pub use passes::assert_passes;
pub use size::Size;

use crate::steering::Steering;
use crate::suite::{self, LabTest};

/// What a case's `format` says.
pub const FORMAT: &str = "raftlab-case";

/// The version of the format that is written, and the only one that is read.
pub const VERSION: u32 = 1;

/// A failing run as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Always [`FORMAT`].
    pub format: String,
    /// The version of the format.
    pub version: u32,
    /// The test's name.
    pub test: String,
    /// The seed that decides what the steering does not.
    pub seed: u64,
    /// The seed of the run that was made small: where it is another, so is the run.
    pub first_seed: u64,
    /// The program that failed.
    pub build: Build,
    /// What it failed of.
    pub failure: Symptom,
    /// How large the run was before it was made small, up to its failure.
    pub before: Size,
    /// How large it is now.
    pub after: Size,
    /// What the run is told.
    pub steering: Steering,
}

/// Which program it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Build {
    /// The harness's version.
    pub raftlab: String,
    /// The digest of the program's file.
    pub program: String,
}

/// What a run failed of: what must be the same for two failures to count as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Symptom {
    /// How grave it is: the name of the class.
    pub class: String,
    /// The rule that was broken.
    pub rule: String,
    /// The line that panicked, of a panic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What was found, in one sentence. No part of the comparison.
    pub message: String,
}

impl Symptom {
    /// Whether both are one failure.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        (&self.class, &self.rule, &self.place) == (&other.class, &other.rule, &other.place)
    }
}

/// The part of a case by which its version is known.
#[derive(Deserialize)]
struct Opening {
    format: String,
    version: u32,
}

impl Case {
    /// Reads a case's text.
    ///
    /// # Errors
    /// It is no case, or not one that this version can run.
    pub fn parse(text: &str) -> Result<Self, CaseError> {
        let damaged = |damage| CaseError::Damaged { path: None, damage };
        Self::understand(text).map_err(damaged)
    }

    /// Reads a case's file.
    ///
    /// # Errors
    /// The file cannot be read, is no case, or is not one that this version can run.
    pub fn read(path: &Path) -> Result<Self, CaseError> {
        let text = fs::read_to_string(path).map_err(|source| CaseError::System {
            doing: "read",
            path: path.to_owned(),
            source,
        })?;
        let damaged = |damage| CaseError::Damaged { path: Some(path.to_owned()), damage };
        Self::understand(&text).map_err(damaged)
    }

    fn understand(text: &str) -> Result<Self, Damage> {
        let Opening { format, version } = serde_json::from_str(text).map_err(Damage::NotACase)?;
        if format != FORMAT {
            return Err(Damage::Format(format));
        }
        if version != VERSION {
            return Err(Damage::Version(version));
        }
        let case: Self = serde_json::from_str(text).map_err(Damage::Field)?;
        let of = suite::find(&case.test).ok_or_else(|| Damage::Test(case.test.clone()))?;
        if let Some(plan) = &case.steering.plan {
            if of.plan(case.seed).is_none() {
                return Err(Damage::PlanOfACourseTest(of.name));
            }
            plan.check().map_err(Damage::Plan)?;
        }
        match case.steering.zero() {
            Some(place) => Err(Damage::Zero(place)),
            None => Ok(case),
        }
    }

    /// The test that it runs.
    ///
    /// # Panics
    /// If the case was put together by hand, of a test that does not exist.
    pub fn lab_test(&self) -> &'static LabTest {
        suite::find(&self.test).expect("a case that was read names a test")
    }

    /// The case as the text of a file.
    ///
    /// # Panics
    /// Never: it is plain data.
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a case is plain data");
        text.push('\n');
        text
    }
}
