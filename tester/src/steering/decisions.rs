//! All that was decided in a run: what can be told another run, with something left out.

use labrpc::Mishaps;
use serde::{Deserialize, Serialize};

use super::{Deed, Deeds};

/// All that chance and the test have decided in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decisions {
    /// What befell messages.
    pub messages: Mishaps,
    /// How many choices the scheduler had.
    pub choices: u64,
    /// What the test did. Every kind is listed.
    pub deeds: Deeds,
}

impl Decisions {
    /// How many faults there were: what befell messages, and what was done to peers and links. Commands are
    /// none, and neither are the scheduler's choices.
    pub fn faults(&self) -> u64 {
        let deeds = Deed::ALL.into_iter().filter(|deed| *deed != Deed::Start);
        self.messages.len() as u64 + deeds.map(|deed| self.deeds.count(deed)).sum::<u64>()
    }
}
