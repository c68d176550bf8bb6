//! The faults, and what chance decides about one message.
//!
//! | fault | when | how often | how long |
//! |---|---|---|---|
//! | request late | unreliable | always | 0 to 26 ms |
//! | request lost | unreliable | 1 in 10 | reported to the caller at once |
//! | reply lost | unreliable | 1 in 10 | reported to the caller at once; the handler has run |
//! | reply very late | long reordering | 2 in 3 | 200 ms + 0 to 1999 ms, the short ones likelier |
//! | nobody there | end disabled or unconnected, server gone | always | failure after 0 to 99 ms, with long delays 0 to 6999 ms |
//!
//! Requests are never duplicated here; [`storm`](crate::storm) adds faults that the lab does not have. On
//! every way a message travels some microseconds, where Go's takes some of
//! the processor's time: never zero, so that no exchange of messages can go on without time moving.
//!
//! What happens to the k-th message of a link depends on the run's seed, the link's name and k alone: each
//! message takes the same count of words from its link's stream, whether they are needed or not.

use std::time::Duration;

use rand::Rng;
use sim::Stream;

/// A message travels at least this long: the virtual cost of a hop.
pub const TRANSIT_MIN: Duration = Duration::from_micros(20);

/// The random part of a hop's cost is less than this; 200 µs in all.
pub const TRANSIT_SPREAD: Duration = Duration::from_micros(180);

/// A request on an unreliable network is late by less than this many milliseconds.
pub const SHORT_DELAY_MS: u32 = 27;

/// One in this many requests, and one in this many replies, is lost on an unreliable network.
pub const ONE_LOST_IN: u32 = 10;

/// Two in this many replies are very late under long reordering.
pub const TWO_REORDERED_IN: u32 = 3;

/// A very late reply is late by at least this much.
pub const REORDER_MIN: Duration = Duration::from_millis(200);

/// The bound, in milliseconds, of the bound of what is added to [`REORDER_MIN`].
pub const REORDER_SPREAD_MS: u32 = 2000;

/// Failing for want of anybody to talk to takes less than this many milliseconds.
pub const NOBODY_MS: u32 = 100;

/// The same while long delays are switched on.
pub const NOBODY_LONG_MS: u32 = 7000;

/// How the network is set. A request's path is decided by how it was set when the request was taken in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Knobs {
    pub(crate) reliable: bool,
    pub(crate) long_delays: bool,
    pub(crate) long_reordering: bool,
}

/// What chance holds for one message and its reply. Each decision has a word of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fate {
    words: [u32; 8],
}

impl Fate {
    /// Draws the next message's fate from its link's stream.
    pub(crate) fn draw(stream: &mut Stream) -> Self {
        Self { words: std::array::from_fn(|_| stream.next_u32()) }
    }

    /// How long the request travels, late or not.
    pub(crate) fn request_transit(&self) -> Duration {
        transit(self.words[0])
    }

    /// By how much the request, or the news of its loss, is late.
    pub(crate) fn request_late(&self, knobs: Knobs) -> Duration {
        if knobs.reliable { Duration::ZERO } else { millis(below(self.words[1], SHORT_DELAY_MS)) }
    }

    /// Whether the request is lost.
    pub(crate) fn request_lost(&self, knobs: Knobs) -> bool {
        !knobs.reliable && below(self.words[2], ONE_LOST_IN) == 0
    }

    /// How long it takes to fail when there is nobody to talk to, without long delays. Such a message meets
    /// no other lateness, so it uses the word of one.
    pub(crate) fn nobody_there(&self) -> Duration {
        transit(self.words[0]) + millis(self.failing_ms(NOBODY_MS))
    }

    /// By how much longer it takes with long delays.
    pub(crate) fn slow_failure(&self, knobs: Knobs) -> Duration {
        let bound = if knobs.long_delays { NOBODY_LONG_MS } else { NOBODY_MS };
        millis(self.failing_ms(bound) - self.failing_ms(NOBODY_MS))
    }

    fn failing_ms(&self, bound: u32) -> u32 {
        below(self.words[1], bound)
    }

    /// How long the reply travels, late or not.
    pub(crate) fn reply_transit(&self) -> Duration {
        transit(self.words[4])
    }

    /// Whether the reply is lost.
    pub(crate) fn reply_lost(&self, knobs: Knobs) -> bool {
        !knobs.reliable && below(self.words[3], ONE_LOST_IN) == 0
    }

    /// By how much the reply is late.
    pub(crate) fn reply_late(&self, knobs: Knobs) -> Duration {
        if knobs.long_reordering { self.reordering() } else { Duration::ZERO }
    }

    fn reordering(&self) -> Duration {
        if below(self.words[5], TWO_REORDERED_IN) == 0 {
            return Duration::ZERO;
        }
        let bound = 1 + below(self.words[6], REORDER_SPREAD_MS);
        REORDER_MIN + millis(below(self.words[7], bound))
    }
}

/// Maps a random word to `0..bound`, each value with the same chance up to one in 2³² / bound.
pub(crate) fn below(word: u32, bound: u32) -> u32 {
    ((u64::from(word) * u64::from(bound)) >> 32) as u32
}

pub(crate) fn millis(count: u32) -> Duration {
    Duration::from_millis(count.into())
}

pub(crate) fn transit(word: u32) -> Duration {
    let spread = u64::from(TRANSIT_SPREAD.subsec_nanos());
    TRANSIT_MIN + Duration::from_nanos((u64::from(word) * spread) >> 32)
}
