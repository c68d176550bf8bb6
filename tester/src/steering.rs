//! Steering: what a run is told beyond its test and its seed.
//!
//! A seed decides all that is left to chance. Whoever looks for the cause of a failure wants another run that
//! differs from it in one thing: without that crash, with that message on time, or with everything redrawn
//! from some moment on. Steering says in which.

use serde::{Deserialize, Serialize};

use crate::chaos::Plan;

/// What a run is told beyond its test and its seed. The default leaves everything to the seed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Steering {
    /// The plan in the place of the one that the seed would draw, for a test of the chaos suite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
}

impl Steering {
    /// Whether everything is left to the seed.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}
