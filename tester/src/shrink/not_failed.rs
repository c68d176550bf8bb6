//! Runs in which there is no failure to look into.

use crate::runner::Verdict;
use crate::suite::LabTest;

/// Why a run is of no use to whoever looks for the cause of its failure.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotFailed {
    /// There is no failure.
    #[error("{test} passes with seed {seed}: {only}")]
    Passes {
        /// The test.
        test: &'static str,
        /// The seed.
        seed: u64,
        /// Of which runs it can be asked what was asked, as a sentence.
        only: &'static str,
    },
    /// It is not the implementation that fails.
    #[error("{test} with seed {seed} breaks the harness itself: `replay` shows how")]
    Broken {
        /// The test.
        test: &'static str,
        /// The seed.
        seed: u64,
    },
}

impl NotFailed {
    /// What is to be said of a run with this verdict, which is no failure of the implementation's.
    pub(crate) const fn of(test: &LabTest, seed: u64, verdict: &Verdict, only: &'static str) -> Self {
        match verdict {
            Verdict::Broken(_) => Self::Broken { test: test.name, seed },
            _ => Self::Passes { test: test.name, seed, only },
        }
    }
}
