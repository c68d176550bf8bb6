//! What came of one run.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sim::{Instant, Stop, Waiting};

use super::account::Account;
use super::log::LogEvent;
use crate::failure::{Class, Failure, Violation};
use crate::situations::Reached;
use crate::stats::Statistics;
use crate::steering::Decisions;
use crate::suite::LabTest;

/// Whether a test passed, and if not, whose fault it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// The implementation did all that the test asks.
    Passed,
    /// The implementation is wrong, and this is the evidence.
    Failed(Account),
    /// The harness itself is wrong: its own script panicked. This says nothing about the implementation.
    Broken(Account),
}

impl Verdict {
    /// The verdict on a run: why the simulator ended it, if it did, what was found until then, and who was
    /// waiting for what in the end.
    ///
    /// The gravest failure counts. Of equally grave ones it is the rule that an oracle saw broken, for all
    /// else can come of it; where there is one, the other is told beside it.
    ///
    /// No code of the implementation runs as the test script, so a panic there is the harness's.
    pub(super) fn of(
        stop: Option<Stop>,
        violation: Option<Violation>,
        mut found: Vec<Failure>,
        waiting: &[Waiting],
    ) -> Self {
        if let Some(stop @ Stop::Panic { place, .. }) = &stop
            && place.node.is_none()
        {
            return Self::Broken(Account::of_our_own(stop.to_string()));
        }
        found.extend(stop.map(Failure::from));
        let gravest = Failure::gravest(found);
        let account = match (violation, gravest) {
            (Some(violation), Some(failure)) if failure.class() < violation.rule.class() => {
                Account::of(&failure, waiting).and(&Failure::Rule(violation))
            }
            (Some(violation), Some(failure)) => Account::of_violation(violation).and(&failure),
            (Some(violation), None) => Account::of_violation(violation),
            (None, Some(failure)) => Account::of(&failure, waiting),
            (None, None) => return Self::Passed,
        };
        Self::Failed(account)
    }

    /// Whether the test passed.
    pub const fn passed(&self) -> bool {
        matches!(self, Self::Passed)
    }

    /// What is known of the failure, whoever is to blame; `None` for a test that passed.
    pub const fn account(&self) -> Option<&Account> {
        match self {
            Self::Passed => None,
            Self::Failed(account) | Self::Broken(account) => Some(account),
        }
    }

    /// The class of the failure in reports, `harness` for the harness's own; `None` for a test that passed.
    pub const fn class(&self) -> Option<&'static str> {
        match self {
            Self::Passed => None,
            Self::Failed(account) => Some(account.class.as_str()),
            Self::Broken(_) => Some("harness"),
        }
    }

    /// The failure in one sentence, with its evidence; `None` for a test that passed.
    pub fn message(&self) -> Option<&str> {
        self.account().map(|account| account.message.as_str())
    }

    /// The rule that was broken, by which failures are grouped; `None` for a test that passed.
    pub fn rule(&self) -> Option<&str> {
        self.account().map(|account| account.rule.as_str())
    }
}

/// What came of one run of one test. Everything but `wall` depends on the build, the test and the seed alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Outcome {
    /// The test.
    #[serde(with = "by_name")]
    pub test: &'static LabTest,
    /// The seed that decided everything left to chance.
    pub seed: u64,
    /// Whether it passed, and if not, why.
    pub verdict: Verdict,
    /// The lab's figures, up to where the run ended.
    pub statistics: Statistics,
    /// What the run came to face, up to where it ended, if that was counted.
    pub reached: Reached,
    /// What was odd in the run, though no failure.
    pub warnings: Vec<String>,
    /// When the run ended, in virtual time.
    #[serde(with = "nanos")]
    pub ended: Instant,
    /// The digest of everything observable in the run. Zero if the run had to be given up, or took its
    /// process with it.
    pub digest: u64,
    /// How many events the run had.
    pub observed: u64,
    /// The real time that the run took.
    pub wall: Duration,
    /// The run's events, if it was recorded.
    pub log: Vec<LogEvent>,
    /// All that chance and the test have decided, if that was wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decisions: Option<Box<Decisions>>,
}

impl Outcome {
    /// The outcome of a run that did not live to tell of itself.
    pub(crate) fn from_outside(
        test: &'static LabTest,
        seed: u64,
        account: Account,
        ended: Instant,
        wall: Duration,
    ) -> Self {
        let virtual_time = ended.since_start();
        Self {
            test,
            seed,
            verdict: Verdict::Failed(account),
            statistics: Statistics { peers: test.peers, virtual_time, ..Statistics::default() },
            reached: Reached::default(),
            warnings: Vec::new(),
            ended,
            digest: 0,
            observed: 0,
            wall,
            log: Vec::new(),
            decisions: None,
        }
    }

    /// The outcome of a run in which the harness itself panicked.
    pub(crate) fn of_a_panic_of_ours(test: &'static LabTest, seed: u64) -> Self {
        let account = Account::of_our_own(
            "the harness panicked; a replay shows its words on standard error".to_owned(),
        );
        let outcome = Self::from_outside(test, seed, account.clone(), Instant::ZERO, Duration::ZERO);
        Self { verdict: Verdict::Broken(account), ..outcome }
    }

    /// When the failure was seen: where an oracle saw it, the run went on after that.
    pub(crate) fn failed_at(&self) -> Instant {
        let seen = self.verdict.account().and_then(|account| account.seen);
        seen.map_or(self.ended, |seen| seen.at)
    }

    /// Whether the run stood still in real time, and had to be given up.
    pub(crate) fn is_given_up(&self) -> bool {
        self.observed == 0 && self.verdict.account().is_some_and(|account| account.class == Class::Hang)
    }
}

/// Instants as nanoseconds since the start of the run.
pub(super) mod nanos {
    use serde::{Deserialize, Deserializer, Serializer};
    use sim::Instant;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "this is the shape that serde calls")]
    pub(in crate::runner) fn serialize<S: Serializer>(at: &Instant, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(at.as_nanos())
    }

    pub(in crate::runner) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Instant, D::Error> {
        u64::deserialize(from).map(Instant::from_nanos)
    }
}

/// Tests by their names.
mod by_name {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::suite::{self, LabTest};

    pub(super) fn serialize<S: Serializer>(test: &LabTest, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(test.name)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static LabTest, D::Error> {
        let name = String::deserialize(from)?;
        suite::find(&name).ok_or_else(|| D::Error::custom(format!("there is no test called `{name}`")))
    }
}

#[cfg(test)]
mod tests;
