//! Which runs a bug's row is made of.

use std::time::Duration;

use tester::runner::PATIENCE;
use tester::suite::{self, LabTest, Part};

use crate::bugs::{Bug, Specimen};

/// How many seeds are run of every bug, caught or not.
const AT_LEAST: u64 = 50;

/// How many more are run at a time of a bug that is not caught.
const STEP: u64 = 50;

/// How many seeds of a bug's best tests are run at a time.
const QUICK: u64 = 3;

/// How much work a table is worth.
#[derive(Debug, Clone, Copy)]
pub(super) enum Effort {
    /// 50 seeds of every bug, and more, up to so many, of those that are not caught by then.
    Usual { seeds: u64 },
    /// So many seeds of every bug.
    Full { seeds: u64 },
    /// The tests that catch a bug best: three seeds, and more, up to so many, if it is not caught by then.
    Quick { seeds: u64 },
}

/// The runs of one bug.
#[derive(Debug, Clone)]
pub(super) struct Sampling {
    /// The tests, in the suite's order.
    pub(super) tests: Vec<&'static LabTest>,
    /// How many seeds are run first, how many at a time after that, and how many at most.
    pub(super) first: u64,
    pub(super) step: u64,
    pub(super) most: u64,
    /// How long a run may go without a step.
    pub(super) patience: Duration,
    /// Whether each run is repeated and compared.
    pub(super) twice: bool,
    /// What is unusual about it, for the reader of the table.
    pub(super) note: Option<&'static str>,
}

impl Sampling {
    pub(super) fn new(specimen: &Specimen, effort: Effort) -> Self {
        let (first, step, most) = match effort {
            Effort::Usual { seeds } => (AT_LEAST.min(seeds), STEP, seeds),
            Effort::Full { seeds } => (seeds, STEP, seeds),
            Effort::Quick { seeds } => (QUICK.min(seeds), QUICK, seeds),
        };
        let is_chosen = |test: &&LabTest| match effort {
            Effort::Quick { .. } => specimen.nets.contains(&test.name),
            Effort::Usual { .. } | Effort::Full { .. } => true,
        };
        let tests = suite::all().iter().filter(is_chosen).collect();
        let usual = Self { tests, first, step, most, patience: PATIENCE, twice: false, note: None };
        match specimen.bug {
            // Each run costs its whole patience in real time, and is sure to be caught.
            Bug::NeverYields => Self {
                first: first.min(3),
                patience: Duration::from_millis(500),
                tests: usual.of_part(Part::A),
                note: Some("2A only, with half a second of patience"),
                ..usual
            },
            // Nothing but a comparison shows it, and that takes three runs and more.
            Bug::WallClock | Bug::HashOrder => Self {
                first: first.min(10),
                twice: true,
                tests: usual.of_part(Part::A),
                note: Some("2A only, every run twice"),
                ..usual
            },
            _ => usual,
        }
    }

    fn of_part(&self, part: Part) -> Vec<&'static LabTest> {
        self.tests.iter().copied().filter(|test| test.part == part).collect()
    }
}
