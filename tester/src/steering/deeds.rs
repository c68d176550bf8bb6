//! What a test does to its cluster, as far as it can be left out.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Numbers;

/// Something that a test does, whether its script or its plan says so.
///
/// One that is left out is so without the test noticing: a peer that it takes for crashed or cut off goes on
/// as ever until the test has it started or connected again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// A peer is crashed, or restarted while it runs.
    Crash,
    /// A peer is cut off from everybody.
    CutOff,
    /// Links are cut.
    Cut,
    /// A peer is stopped for a while.
    Pause,
    /// A peer is to crash at one of its saves.
    CrashAtSave,
    /// A peer is offered a command. Only those that took it count as done.
    Start,
}

impl Deed {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Crash, Self::CutOff, Self::Cut, Self::Pause, Self::CrashAtSave, Self::Start];
}

/// In the plural, for tables.
impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Crash => "crashes",
            Self::CutOff => "peers cut off",
            Self::Cut => "links cut",
            Self::Pause => "pauses",
            Self::CrashAtSave => "crashes at saves",
            Self::Start => "commands",
        })
    }
}

/// Deeds by kind and number, 1 being the first of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Deeds(pub BTreeMap<Deed, Numbers>);

impl Deeds {
    /// Whether no kind is listed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this one is done: it is listed, or nothing of its kind is.
    pub fn has(&self, deed: Deed, number: u64) -> bool {
        self.0.get(&deed).is_none_or(|numbers| numbers.contains(number))
    }

    /// How many of this kind are listed.
    pub fn count(&self, deed: Deed) -> u64 {
        self.0.get(&deed).map_or(0, Numbers::len)
    }
}
