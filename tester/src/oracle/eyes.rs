//! How closely a run is looked at.

use serde::{Deserialize, Serialize};

/// How closely the oracles look at a run. What they see never changes it: only that it can end in a
/// violation, and earlier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Eyes {
    /// Not at all: only the test's own checks count.
    Off,
    /// What anybody sees who stands outside of a peer: what it says of itself, takes and hands up.
    BlackBox,
    /// Into the peers too, if they let us, and onto their disks.
    #[default]
    All,
    /// So too, and [situations](crate::situations) are counted besides: for surveys, as it takes more time.
    Wide,
}

impl Eyes {
    /// Whether they look into peers.
    pub(super) const fn look_inside(self) -> bool {
        matches!(self, Self::All | Self::Wide)
    }
}
