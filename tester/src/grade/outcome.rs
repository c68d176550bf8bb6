//! What came of grading: plain data, which is kept on disk test by test and which all reports are made of.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Points;
use crate::failure::Class;
use crate::runner::Account;

/// All that came of one submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Grade {
    /// The submission's name: that of its folder.
    pub(crate) name: String,
    /// The SHA-256 of what was graded, in hexadecimal digits: every source file's name and content.
    pub(crate) sources: String,
    /// Whether there was anything to run.
    pub(crate) built: Built,
    /// Each test that the rubric gives points for, in the order of the suite; also where nothing was built.
    pub(crate) tests: Vec<TestGrade>,
    /// What a person should look at: never any points lost.
    pub(crate) remarks: Vec<String>,
}

impl Grade {
    /// The points earned with all tests.
    pub(crate) fn earned(&self) -> Points {
        self.tests.iter().map(|test| test.earned).sum()
    }

    /// The points that there are.
    pub(crate) fn possible(&self) -> Points {
        self.tests.iter().map(|test| test.possible).sum()
    }
}

/// What became of a submission's sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(crate) enum Built {
    /// A program.
    Program,
    /// Nothing: this is what the compiler said.
    Failed {
        /// Its words, without paths of the machine that grades.
        log: String,
    },
    /// Nothing: the folder holds no submission, and why.
    Refused {
        /// One sentence.
        reason: String,
    },
}

/// What came of one test of one submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestGrade {
    /// The test's name.
    pub(crate) test: String,
    /// The points it is worth.
    pub(crate) possible: Points,
    /// The points earned.
    pub(crate) earned: Points,
    /// The seeds that everybody may know: 1 and up.
    pub(crate) public: Runs,
    /// The seeds that only the rubric knows.
    pub(crate) hidden: Runs,
    /// Why not all runs were done, if so.
    pub(crate) given_up: Option<GivenUp>,
    /// What failed, the gravest first; of equals, the more frequent.
    pub(crate) findings: Vec<Finding>,
    /// The digest of each public run that was done, from seed 1 on; 0 of a run that ended its process.
    pub(crate) digests: Vec<u64>,
    /// A seal over all runs that were done, hidden ones too: whoever has the rubric can make it again. Empty
    /// where none was done.
    pub(crate) seal: String,
    /// How long all of it took, in seconds of real time: the only thing here that differs from day to day.
    pub(crate) seconds: f64,
}

impl TestGrade {
    /// The runs of both kinds.
    pub(crate) fn runs(&self) -> Runs {
        Runs {
            planned: self.public.planned + self.hidden.planned,
            done: self.public.done + self.hidden.done,
            passed: self.public.passed + self.hidden.passed,
        }
    }

    /// Whether a mistake of the harness's own is among what failed.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule == Account::OF_OUR_OWN)
    }

    /// Whether every run that the rubric asks for was done and passed.
    pub(crate) fn is_whole(&self) -> bool {
        let runs = self.runs();
        runs.planned > 0 && runs.passed == runs.planned
    }
}

/// Why a test was given up before its last run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GivenUp {
    /// Its points were lost by then, whatever the other runs did.
    Lost,
    /// Too many runs had ended their process, or had to be ended with it.
    Dying,
    /// Its time was over.
    Time,
}

/// As in `its time was over`.
impl fmt::Display for GivenUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lost => "its points were lost by then, whatever the other runs did",
            Self::Dying => "too many runs had ended their process, or had to be ended with it",
            Self::Time => "its time was over",
        })
    }
}

/// How many runs there were. Those that were planned and not done count as failed: the test had been given
/// up, since its points were lost or its runs would not end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Runs {
    /// As many as the rubric asks for.
    pub(crate) planned: u64,
    /// As many as were done.
    pub(crate) done: u64,
    /// As many of these as passed.
    pub(crate) passed: u64,
}

/// Failures of one test that look like one mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Finding {
    /// How grave it is.
    pub(crate) class: Class,
    /// The rule that was broken.
    pub(crate) rule: String,
    /// How many public runs failed so.
    pub(crate) public: u64,
    /// How many hidden runs did.
    pub(crate) hidden: u64,
    /// A public run that fails so. `None` if only hidden seeds are known to: those are not told.
    pub(crate) example: Option<Example>,
}

/// A run that everybody may look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    /// Its seed.
    pub(crate) seed: u64,
    /// Its digest; 0 if it did not live to tell.
    pub(crate) digest: u64,
    /// What was found, in one sentence.
    pub(crate) message: String,
    /// The rule whose card explains it, where that is another than the one that was broken.
    pub(crate) card: Option<String>,
    /// The page that draws it, from the submission's folder on; `None` if it was not drawn.
    pub(crate) timeline: Option<String>,
}
