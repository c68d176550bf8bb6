//! The rubric: what a course gives points for, and under which conditions. It is read from `grading.toml`.
//!
//! The files that staff write are read strictly: whatever is not understood is refused, with its line and
//! what would do. A key that is misspelt and silently ignored would cost a class its points.

mod digest;
mod error;
mod file;
mod keep;
mod read;
mod seconds;
mod secret;
mod section;
mod shares;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(crate) use self::error::RubricError;
use self::error::{Problem, Wrong};
pub(crate) use self::keep::{Factor, Keep};
pub(crate) use self::secret::Secret;
use super::Points;
use crate::rules::Hints;
use crate::suite::LabTest;

/// What a course gives points for.
#[derive(Debug, Clone)]
pub(crate) struct Rubric {
    /// What the lab is called in reports.
    pub(crate) title: String,
    /// What each test is worth, in the order of the suite.
    // invariant: not empty, and no test is worth nothing
    pub(crate) points: Vec<(&'static LabTest, Points)>,
    /// How often each test is run.
    pub(crate) seeds: Seeds,
    /// What a submission may use.
    pub(crate) limits: Limits,
    /// What failures leave of the points.
    pub(crate) keep: Keep,
    /// How much reports say beyond the evidence.
    pub(crate) hints: Hints,
    /// Whether the first run of each test is done twice and compared.
    pub(crate) determinism: bool,
    /// Whether what `inspect()` shows counts.
    pub(crate) inspect: bool,
}

/// How often each test is run.
// invariant: public + hidden > 0, and there is a base where hidden > 0
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seeds {
    /// With so many seeds from 1 on.
    pub(crate) public: u64,
    /// With so many that only the base decides.
    pub(crate) hidden: u64,
    /// What decides the hidden seeds.
    pub(crate) base: Option<Secret>,
    /// How many public seeds beyond are tried to show what so far only hidden ones do.
    pub(crate) search: u64,
    /// Tests that have another number of public seeds, by their names. No file can say that: it is for runs
    /// that are repeated as a receipt has them.
    pub(crate) single: BTreeMap<&'static str, u64>,
}

impl Seeds {
    /// The most seeds of one kind that may be asked for.
    pub(crate) const MOST: u64 = 100_000;

    /// With how many public seeds this test is run.
    pub(crate) fn public_of(&self, test: &LabTest) -> u64 {
        self.single.get(test.name).copied().unwrap_or(self.public)
    }
}

/// What a submission may use. As a file has it, this is a part of receipts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    /// How long a run may go without a step, in real time.
    #[serde(rename = "patience_seconds", with = "seconds")]
    pub(crate) patience: Duration,
    /// How many seconds all runs of one test may take together.
    pub(crate) test_seconds: u64,
    /// How much memory a process may use.
    pub(crate) memory_mib: u64,
    /// How many seconds the compiler may take.
    pub(crate) build_seconds: u64,
    /// How much memory the compiler may use.
    pub(crate) build_memory_mib: u64,
    /// After how many runs that end their process, or that nothing but its end can stop, a test is given up.
    pub(crate) give_up: u64,
}

impl Limits {
    /// The first of them that no rubric could have.
    pub(crate) fn out_of_range(&self) -> Option<&'static str> {
        read::out_of_range(self)
    }
}

/// The built-in rubric, as a file.
const DEFAULT: &str = include_str!("default.toml");
/// In it: what is true of no file in which something else stands.
const AS_IT_STANDS: &str = "\n# Every key may be left out and has then the value that stands here; [points] is the \
                            one exception, see there.\n";
/// In it: how often each test is run with hidden seeds.
const HIDDEN: &str = "\nhidden = 0\n";
/// In it: how long all runs of a test may take.
const TEST_SECONDS: &str = "\ntest_seconds = 120\n";
/// In it: where the secret goes.
const BASE: &str = "\n# base = \"...\"\n";

impl Rubric {
    /// What a rubric's file is usually called.
    pub(crate) const FILE_NAME: &'static str = "grading.toml";

    /// The built-in rubric as a file, with comments that explain every key, for a course of its own: with
    /// this secret, and as many hidden seeds as public ones.
    pub(crate) fn text_with(secret: &Secret) -> String {
        with_other_values(&text_of_a_course(secret), "`hidden`, which is then 0")
    }

    /// The same for a place where somebody else ends a grading that takes too long.
    pub(crate) fn hurried_text_with(secret: &Secret) -> String {
        let text = text_of_a_course(secret).replacen(TEST_SECONDS, "\ntest_seconds = 30\n", 1);
        with_other_values(&text, "`hidden`, which is then 0, and `test_seconds`, which is then 120")
    }

    /// Reads the rubric in this file.
    ///
    /// # Errors
    /// There is no such file, it is none that somebody has written, or something is wrong in it.
    pub(crate) fn read(path: &Path) -> Result<Self, RubricError> {
        Self::read_text(path).map(|(_, rubric)| rubric)
    }

    /// The same, with the text of it.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub(crate) fn read_text(path: &Path) -> Result<(String, Self), RubricError> {
        let origin = path.display().to_string();
        match String::from_utf8(file::read(path)?) {
            Ok(text) => Self::parse(&text, &origin).map(|rubric| (text, rubric)),
            Err(error) => {
                let (text, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
                let text = String::from_utf8_lossy(text);
                let byte = text.len() - text.rfind('\n').map_or(0, |end| end + 1) + 1;
                let wrong = Wrong { problem: Problem::NotText(byte), span: text.len()..text.len() };
                Err(wrong.at(&text, &origin))
            }
        }
    }

    /// Reads the rubric in `text`, which comes from the file `origin`.
    ///
    /// # Errors
    /// Something is wrong in it.
    pub(crate) fn parse(text: &str, origin: &str) -> Result<Self, RubricError> {
        read::rubric(text).map_err(|wrong| wrong.at(text, origin))
    }

    /// All the points that there are.
    #[cfg(test)]
    pub(crate) fn possible(&self) -> Points {
        self.points.iter().map(|(_, points)| *points).sum()
    }

    /// The SHA-256 of all that it says, but for the secret, in hexadecimal digits.
    pub(crate) fn digest(&self) -> String {
        digest::of(self)
    }
}

/// The built-in rubric with this secret and hidden seeds.
fn text_of_a_course(secret: &Secret) -> String {
    let base = format!("\nbase = \"{}\"\n", secret.reveal());
    DEFAULT.replacen(HIDDEN, "\nhidden = 10\n", 1).replacen(BASE, &base, 1)
}

/// The text of a rubric whose values are not all the usual ones: with a word on those that are others.
fn with_other_values(text: &str, others: &str) -> String {
    let words = format!(
        "\n# Every key may be left out and has then the value that stands here, but for\n# {others}; [points] is \
         another exception, see there.\n"
    );
    text.replacen(AS_IT_STANDS, &words, 1)
}

impl Default for Rubric {
    fn default() -> Self {
        Self {
            title: "Raft".to_owned(),
            points: shares::usual(),
            seeds: Seeds { public: 10, hidden: 0, base: None, search: 200, single: BTreeMap::new() },
            limits: Limits {
                patience: Duration::from_secs(10),
                test_seconds: 120,
                memory_mib: 1024,
                build_seconds: 120,
                build_memory_mib: 4096,
                give_up: 2,
            },
            keep: Keep::default(),
            hints: Hints::default(),
            determinism: true,
            inspect: false,
        }
    }
}

#[cfg(test)]
mod tests;
