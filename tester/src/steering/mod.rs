//! Steering: what a run is told beyond its test and its seed.
//!
//! A seed decides all that is left to chance. Whoever looks for the cause of a failure wants another run that
//! differs from it in one thing: without that crash, with that message on time, or with everything redrawn
//! from some moment on. Steering says in which.

mod decisions;
mod deeds;
mod numbers;
mod redraw;
mod until;

use labrpc::Mishaps;
use serde::{Deserialize, Serialize};

pub use decisions::Decisions;
pub use deeds::{Deed, Deeds};
pub use numbers::{Numbers, NumbersError};
pub use redraw::Redraw;
pub use until::{Enough, Until};

use crate::chaos::Plan;

/// What a run is told beyond its test and its seed. The default leaves everything to the seed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Steering {
    /// The plan in the place of the one that the seed would draw, for a test of the chaos suite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// Which of the test's deeds are done, by kind and in the order of the kind: 1 is the first. Of a kind
    /// that is not listed all are done. The test does not notice.
    #[serde(skip_serializing_if = "Deeds::is_empty")]
    pub deeds: Deeds,
    /// Exactly these mishaps befall messages, and every other message is on time; without a list, what chance
    /// and the test's network bring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<Mishaps>,
    /// Exactly these of the scheduler's choices are left to chance, and the others are first come, first
    /// served: 0 is the first. Without a list, all of them are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picks: Option<Numbers>,
    /// When the run has shown all that is of interest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Until>,
    /// When chance begins anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redraw: Option<Redraw>,
    /// Whether the outcome tells all that chance and the test have decided.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub tell: bool,
}

impl Steering {
    /// Whether everything is left to the seed.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Where it names a deed or a message by the number 0, which none has; `None` if it does not.
    pub(crate) fn zero(&self) -> Option<String> {
        let deed = self.deeds.0.iter().find(|(_, numbers)| numbers.contains(0));
        let mut messages = self.messages.iter().flat_map(|messages| &messages.0);
        let message = messages.find(|(_, mishaps)| mishaps.iter().any(|mishap| mishap.message == 0));
        deed.map(|(deed, _)| format!("deeds ({deed})"))
            .or_else(|| message.map(|(end, _)| format!("messages.{end}")))
    }
}
