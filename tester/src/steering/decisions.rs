//! All that was decided in a run: what can be told another run, with something left out.

use labrpc::Mishaps;
use serde::{Deserialize, Serialize};

use super::Deeds;

/// All that chance and the test have decided in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decisions {
    /// What befell messages.
    pub messages: Mishaps,
    /// How many choices the scheduler had.
    pub choices: u64,
    /// What the test did. Every kind is listed.
    pub deeds: Deeds,
    /// How many of the crashes at saves came: the others were prepared in vain.
    pub crashes_at_saves: u64,
}
