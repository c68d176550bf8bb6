//! When chance begins anew.

use serde::{Deserialize, Serialize};

/// From when on everything is drawn from another seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redraw {
    /// After so many events: 0 is before anything.
    pub after: u64,
    /// The other seed.
    pub seed: u64,
}

impl From<Redraw> for sim::Redraw {
    fn from(Redraw { after, seed }: Redraw) -> Self {
        Self { after, seed }
    }
}
