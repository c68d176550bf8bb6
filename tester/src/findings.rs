//! What a test leaves behind, however it ends.

use std::cell::{Cell, RefCell};

use sim::Waiting;

use crate::failure::{Failure, Violation};
use crate::situations::Reached;
use crate::stats::Statistics;
use crate::steering::Decisions;

/// What was found in one run of a test.
///
/// It outlives the run: also if the simulator ends it half-way, for a panic or a hang, everything found until
/// then is here.
#[derive(Debug, Default)]
pub struct Findings {
    /// The lab's figures.
    pub statistics: Cell<Statistics>,
    /// The first rule that the oracles saw broken.
    pub violation: RefCell<Option<Violation>>,
    /// What the test itself found wrong, the earliest first.
    pub failures: RefCell<Vec<Failure>>,
    /// Who was waiting for what when the script found that the test had failed.
    pub waiting: RefCell<Vec<Waiting>>,
    /// What the run came to face.
    pub reached: RefCell<Reached>,
    /// All that chance and the test have decided, if that is wanted.
    pub decisions: RefCell<Option<Decisions>>,
    /// What is odd, but no failure.
    pub warnings: RefCell<Vec<&'static str>>,
}
