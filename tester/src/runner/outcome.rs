//! What came of one run.

use std::time::Duration;

use sim::{Event, Instant, Stop};

use crate::failure::Failure;
use crate::stats::Statistics;
use crate::suite::LabTest;

/// Whether a test passed, and if not, whose fault it was.
#[derive(Debug)]
pub enum Verdict {
    /// The implementation did all that the test asks.
    Passed,
    /// The implementation is wrong, and this is the evidence.
    Failed(Failure),
    /// The harness itself is wrong: its own script panicked. This says nothing about the implementation.
    Broken(Stop),
}

impl Verdict {
    /// The verdict on a run: why the simulator ended it, if it did, and what was found until then. The
    /// gravest counts.
    ///
    /// No code of the implementation runs as the test script, so a panic there is the harness's.
    pub(super) fn of(stop: Option<Stop>, mut found: Vec<Failure>) -> Self {
        if let Some(Stop::Panic { place, .. }) = &stop
            && place.node.is_none()
        {
            return stop.map_or(Self::Passed, Self::Broken);
        }
        found.extend(stop.map(Failure::from));
        Failure::gravest(found).map_or(Self::Passed, Self::Failed)
    }

    /// Whether the test passed.
    pub const fn passed(&self) -> bool {
        matches!(self, Self::Passed)
    }

    /// The class of the failure in reports, `harness` for the harness's own; `None` for a test that passed.
    pub fn class(&self) -> Option<&'static str> {
        match self {
            Self::Passed => None,
            Self::Failed(failure) => Some(failure.class().as_str()),
            Self::Broken(_) => Some("harness"),
        }
    }

    /// The failure in one sentence, with its evidence; `None` for a test that passed.
    pub fn message(&self) -> Option<String> {
        match self {
            Self::Passed => None,
            Self::Failed(failure) => Some(failure.to_string()),
            Self::Broken(stop) => Some(stop.to_string()),
        }
    }

    /// The rule that was broken, by which failures are grouped; `None` for a test that passed.
    pub fn rule(&self) -> Option<&'static str> {
        match self {
            Self::Passed => None,
            Self::Failed(failure) => Some(failure.rule()),
            Self::Broken(_) => Some("sound-harness"),
        }
    }
}

/// What came of one run of one test. Everything but `wall` depends on the build, the test and the seed alone.
#[derive(Debug)]
pub struct Outcome {
    /// The test.
    pub test: &'static LabTest,
    /// The seed that decided everything left to chance.
    pub seed: u64,
    /// Whether it passed, and if not, why.
    pub verdict: Verdict,
    /// The lab's figures, up to where the run ended.
    pub statistics: Statistics,
    /// What was odd in the run, though no failure.
    pub warnings: Vec<&'static str>,
    /// When the run ended, in virtual time.
    pub ended: Instant,
    /// The digest of everything observable in the run.
    pub digest: u64,
    /// The real time that the run took.
    pub wall: Duration,
    /// The run's events, if it was recorded.
    pub events: Vec<Event>,
}

impl Outcome {
    /// The command that repeats exactly this run.
    pub fn replay_command(&self) -> String {
        format!("cargo lab replay {} {}", self.test.name, self.seed)
    }
}

#[cfg(test)]
mod tests {
    use sim::{Config, World};

    use super::*;

    fn verdict_of(panicking: impl FnOnce(World) + 'static) -> Verdict {
        let report = sim::run(Config::new(1), |world| async move {
            panicking(world);
            sim::sleep(Duration::from_secs(1)).await;
        });
        Verdict::of(report.result.err(), Vec::new())
    }

    #[test]
    fn a_panic_of_a_peer_is_the_peers_fault() {
        let verdict = verdict_of(|world| {
            let node = world.add_node("peer 0");
            world.enter(node, || panic!("no such entry"));
        });
        assert_eq!((verdict.class(), verdict.rule()), (Some("panic"), Some("no-panic")));
        assert!(verdict.message().is_some_and(|message| message.starts_with("peer 0, ")));
    }

    #[test]
    fn a_panic_of_the_script_is_the_harnesss_fault() {
        let verdict = verdict_of(|_| panic!("out of cheese"));
        assert!(matches!(verdict, Verdict::Broken(_)));
        assert_eq!((verdict.class(), verdict.passed()), (Some("harness"), false));
    }
}
