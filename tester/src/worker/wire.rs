//! What is said between a program and its workers: one JSON object a line.

use serde::{Deserialize, Serialize};
use timeline::record::Line;

use crate::failure::Sighting;
use crate::oracle::Eyes;
use crate::runner::{LogEvent, Outcome};
use crate::steering::Steering;

/// Asks for runs.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    /// The test's name.
    pub(super) test: String,
    /// The first seed, and the last.
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) detail: Detail,
    /// How closely the oracles look.
    pub(super) eyes: Eyes,
    /// What the runs are told beyond their seeds.
    pub(super) steering: Steering,
    /// How long a run may go without a step, in milliseconds of real time.
    pub(super) patience_ms: u64,
}

/// How much is told of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Detail {
    /// What came of it.
    Outcome,
    /// Its events too, while they happen, and what is logged.
    Events,
    /// The lines of its trace too, while they come.
    Records,
    /// Its events and the lines of its trace too.
    Everything,
    /// Whose code is running, before each step: for a run that is going to end the process.
    Moments,
    /// So too, and the lines of its trace as well, each as soon as it comes.
    MomentsAndRecords,
}

impl Detail {
    /// Whether events are told.
    pub(super) const fn has_events(self) -> bool {
        matches!(self, Self::Events | Self::Everything)
    }

    /// Whether the lines of a trace are told.
    pub(super) const fn has_records(self) -> bool {
        matches!(self, Self::Records | Self::Everything | Self::MomentsAndRecords)
    }

    /// Whether it is told whose code is running.
    pub(super) const fn has_moments(self) -> bool {
        matches!(self, Self::Moments | Self::MomentsAndRecords)
    }

    /// What is told of a run that is repeated to see what its process dies of.
    pub(super) const fn of_an_inquest(self) -> Self {
        if self.has_records() { Self::MomentsAndRecords } else { Self::Moments }
    }
}

/// How lines of a trace begin. They go over the wire as they are, between responses, and nobody there reads
/// them.
pub(super) const RECORD: &[u8] = b"{\"type\":";

/// Tells of a run. The outcome is the last that is said of it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Response {
    /// The worker is there and waits for requests: the first that it says.
    Ready,
    /// Nothing but that the process has not been stopped.
    Alive,
    Event(LogEvent),
    Line(Line),
    Moment(Sighting),
    Outcome(Box<Outcome>),
}
