//! What chance holds for one message, with all that can be set: the lab's faults, and a storm on top.

use std::time::Duration;

use crate::fate::{Fate, Knobs, ReplyFate};
use crate::storm::Gust;

/// What chance holds for one message, under the settings of when it was taken in.
pub(super) struct Chance {
    pub(super) fate: Fate,
    pub(super) knobs: Knobs,
    /// None in calm weather.
    pub(super) gust: Option<Gust>,
}

impl Chance {
    /// How long the request takes to arrive, or its loss to be noticed.
    pub(super) fn request_delay(&self) -> Duration {
        self.fate.request_delay(self.knobs) + self.gust.as_ref().map_or(Duration::ZERO, Gust::request_delay)
    }

    pub(super) fn request_lost(&self) -> bool {
        self.fate.request_lost(self.knobs) || self.gust.as_ref().is_some_and(Gust::request_lost)
    }

    /// How long it takes to fail when there is nobody to talk to.
    pub(super) fn nobody_there(&self) -> Duration {
        self.fate.nobody_there(self.knobs)
    }

    /// What will become of the reply.
    pub(super) fn reply(&self) -> ReplyFate {
        let ReplyFate { lost, delay } = self.fate.reply(self.knobs);
        match &self.gust {
            None => ReplyFate { lost, delay },
            Some(gust) => ReplyFate { lost: lost || gust.reply_lost(), delay: delay + gust.reply_delay() },
        }
    }

    /// How long a copy of the request takes to arrive, if there is one.
    pub(super) fn copy(&self) -> Option<Duration> {
        self.gust.as_ref().and_then(Gust::copy)
    }
}
