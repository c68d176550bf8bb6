//! What is wrong with a rubric, and where.

use std::io;
use std::ops::Range;
use std::path::PathBuf;

use super::secret;
use crate::grade::Points;

/// A rubric that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RubricError {
    /// It cannot be read.
    #[error("cannot read the rubric {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something in it makes no sense.
    #[error("{origin}, line {line}: {problem}")]
    Wrong {
        /// The file.
        origin: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong there.
        problem: Box<Problem>,
    },
}

/// What can be wrong in a rubric.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Problem {
    /// It is no text.
    #[error("byte {0} of this line is no UTF-8: save the file in that encoding")]
    NotText(usize),
    /// It is no TOML.
    #[error("{0}")]
    Syntax(String),
    /// There is no such key.
    #[error("there is no key `{key}`{}; {}", within(section), advise(near, allowed))]
    UnknownKey {
        /// The key.
        key: String,
        /// The table that it stands in; empty outside of all.
        section: String,
        /// The keys that are most like it.
        near: Vec<&'static str>,
        /// The keys that there are.
        allowed: Vec<&'static str>,
    },
    /// A value is not what it has to be.
    #[error("`{key}` is {found}; it has to be {wanted}")]
    Value {
        /// The key, with its table.
        key: String,
        /// What is there.
        found: String,
        /// What may be there.
        wanted: String,
    },
    /// The secret is none.
    #[error("`seeds.base` has {0} letters; a secret has at least {least}", least = secret::LEAST)]
    ShortSecret(usize),
    /// There are hidden seeds, and nothing that decides them.
    #[error("`seeds.hidden` is {0}, and there is no `seeds.base`: choose a secret for it, or set hidden = 0")]
    NoBase(u64),
    /// No test would be run.
    #[error("there are no seeds: `seeds.public` and `seeds.hidden` are both 0")]
    NoSeeds,
    /// Nothing can be earned.
    #[error("there are no points: give some to a part, as in `2A = 20`, or to a test in [points.tests]")]
    NoPoints,
    /// Tests have more points than their part.
    #[error("part {part} has {of_part} points, and its tests in [points.tests] have {of_tests} already")]
    TooManyPoints {
        /// The part.
        part: &'static str,
        /// Its points.
        of_part: Points,
        /// Those of its tests that have their own.
        of_tests: Points,
    },
    /// A part has points that none of its tests gets.
    #[error(
        "part {part} has {of_part} points, and all its tests have their own in [points.tests], {of_tests} \
         together: set {part} = {of_tests}, or leave a test out there, which gets the rest"
    )]
    PointsLeft {
        /// The part.
        part: &'static str,
        /// Its points.
        of_part: Points,
        /// Those of its tests.
        of_tests: Points,
    },
}

fn within(section: &str) -> String {
    if section.is_empty() { String::new() } else { format!(" in [{section}]") }
}

fn advise(near: &[&str], allowed: &[&str]) -> String {
    match near {
        [] => format!("there are {}", allowed.join(", ")),
        near => format!("did you mean {}?", near.join(" or ")),
    }
}

/// A problem, and the bytes of the text that it lies in.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) problem: Problem,
    pub(super) span: Range<usize>,
}

impl Wrong {
    /// The same for people: with the line.
    pub(super) fn at(self, text: &str, origin: &str) -> RubricError {
        let line = 1 + text.get(..self.span.start).unwrap_or_default().matches('\n').count();
        RubricError::Wrong { origin: origin.to_owned(), line, problem: Box::new(self.problem) }
    }
}

impl From<toml::de::Error> for Wrong {
    fn from(error: toml::de::Error) -> Self {
        // Of several sentences, the others say the same once more.
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        Self { problem: Problem::Syntax(message), span: error.span().unwrap_or_default() }
    }
}
