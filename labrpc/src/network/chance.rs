//! What befalls one message: by chance, with all that can be set, the lab's faults and a storm on top; or as
//! a list of mishaps says.

use std::time::Duration;

use crate::fate::{Fate, Knobs};
use crate::mishap::Troubles;
use crate::storm::Gust;

/// What chance holds for one message, under the settings of when it was taken in.
pub(super) struct Chance {
    pub(super) knobs: Knobs,
    /// None in calm weather.
    pub(super) gust: Option<Gust>,
}

impl Chance {
    /// What befalls the message.
    pub(super) fn troubles(&self, fate: &Fate) -> Troubles {
        let knobs = self.knobs;
        let drawn = Troubles {
            request_lost: fate.request_lost(knobs),
            request_late: fate.request_late(knobs),
            reply_lost: fate.reply_lost(knobs),
            reply_late: fate.reply_late(knobs),
            copy: None,
            slow_failure: fate.slow_failure(knobs),
        };
        match &self.gust {
            None => drawn,
            Some(gust) => Troubles {
                request_lost: drawn.request_lost || gust.request_lost(),
                request_late: drawn.request_late + gust.request_delay(),
                reply_lost: drawn.reply_lost || gust.reply_lost(),
                reply_late: drawn.reply_late + gust.reply_delay(),
                copy: gust.copy(),
                ..drawn
            },
        }
    }
}

/// One message on its way: which it is, how long it travels anyway, and what befalls it.
pub(super) struct Course {
    /// Which message of its link: 1 is the first.
    pub(super) message: u64,
    pub(super) fate: Fate,
    pub(super) troubles: Troubles,
}

impl Course {
    /// How long the request takes to arrive, or its loss to be noticed.
    pub(super) fn request_delay(&self) -> Duration {
        self.fate.request_transit() + self.troubles.request_late
    }

    /// How long it takes to fail when there is nobody to talk to.
    pub(super) fn nobody_there(&self) -> Duration {
        self.fate.nobody_there() + self.troubles.slow_failure
    }

    /// What will become of the reply.
    pub(super) fn reply(&self) -> ReplyFate {
        let Troubles { reply_lost: lost, reply_late: late, .. } = self.troubles;
        ReplyFate { lost, late, transit: self.fate.reply_transit() }
    }
}

/// What will become of the reply, once the handler has given it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReplyFate {
    pub(super) lost: bool,
    pub(super) late: Duration,
    /// How long it travels anyway.
    pub(super) transit: Duration,
}
