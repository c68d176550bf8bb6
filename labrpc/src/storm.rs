//! Storms: faults beyond the lab's, for tests that want worse weather than the course has.
//!
//! | fault | how often | how long |
//! |---|---|---|
//! | request lost | [`request_loss`](Storm::request_loss) | reported to the caller when it would have arrived |
//! | reply lost | [`reply_loss`](Storm::reply_loss) | reported to the caller at once; the handler has run |
//! | request late, reply late | always | 0 to [`delay_ms`](Storm::delay_ms) |
//! | request very late | [`late_requests`](Storm::late_requests) | 200 ms + 0 to [`late_ms`](Storm::late_ms) |
//! | reply very late | [`late_replies`](Storm::late_replies) | the same |
//! | request duplicated | [`duplicates`](Storm::duplicates) | the copy is late by 0 to 99 ms, or one in two very late |
//!
//! Whatever is very late arrives all the same, whoever may have been cut off meanwhile. A copy runs the
//! handler once more; nobody waits for its reply, and it arrives even where the original is lost. All this
//! comes on top of what [`fate`](crate::fate) lists.
//!
//! A storm has a random stream of its own for each link, of which every message takes the same count of
//! words: what it does to the k-th message depends on the seed, the link and k alone, and without a storm
//! nothing is drawn.

use std::fmt;
use std::time::Duration;

use rand::Rng;
use serde::{Deserialize, Serialize};
use sim::Stream;

use crate::fate::{REORDER_MIN, below, millis, transit};

/// A copy that is not very late is late by less than this many milliseconds.
pub const COPY_DELAY_MS: u32 = 100;

/// One in this many copies is very late.
pub const ONE_COPY_LATE_IN: u32 = 2;

/// How bad the weather is. Shares are in thousandths of all messages; the default is no storm at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Storm {
    /// How many requests are lost.
    pub request_loss: u32,
    /// How many replies are lost.
    pub reply_loss: u32,
    /// How many requests are delivered twice.
    pub duplicates: u32,
    /// How many requests are very late.
    pub late_requests: u32,
    /// How many replies are very late.
    pub late_replies: u32,
    /// The bound, in milliseconds, of what delays every request and every reply.
    pub delay_ms: u32,
    /// The bound, in milliseconds, of what is added to the 200 ms by which anything very late is late.
    pub late_ms: u32,
}

impl Storm {
    /// No storm.
    pub const NONE: Self = Self {
        request_loss: 0,
        reply_loss: 0,
        duplicates: 0,
        late_requests: 0,
        late_replies: 0,
        delay_ms: 0,
        late_ms: 0,
    };

    /// Whether it does anything at all.
    pub fn blows(self) -> bool {
        self != Self::NONE
    }

    /// Two storms at once: of every knob the larger setting.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        Self {
            request_loss: self.request_loss.max(other.request_loss),
            reply_loss: self.reply_loss.max(other.reply_loss),
            duplicates: self.duplicates.max(other.duplicates),
            late_requests: self.late_requests.max(other.late_requests),
            late_replies: self.late_replies.max(other.late_replies),
            delay_ms: self.delay_ms.max(other.delay_ms),
            late_ms: self.late_ms.max(other.late_ms),
        }
    }
}

/// As in `30 ‰ of requests lost, delays to 25 ms`; `calm` without a storm.
impl fmt::Display for Storm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { request_loss, reply_loss, duplicates, late_requests, late_replies, delay_ms, late_ms } =
            *self;
        let shares = [
            (request_loss, "of requests lost"),
            (reply_loss, "of replies lost"),
            (duplicates, "of requests twice"),
            (late_requests, "of requests very late"),
            (late_replies, "of replies very late"),
        ];
        let mut parts: Vec<String> = shares
            .iter()
            .filter(|(share, _)| *share > 0)
            .map(|(share, what)| format!("{share} ‰ {what}"))
            .collect();
        if delay_ms > 0 {
            parts.push(format!("delays to {delay_ms} ms"));
        }
        if late_ms > 0 {
            parts.push(format!("very late is up to {} ms", late_ms.saturating_add(200)));
        }
        f.write_str(if parts.is_empty() { "calm".into() } else { parts.join(", ") }.as_str())
    }
}

/// Where one link's storm stream stands.
pub(crate) struct Gusts {
    /// Made when a storm comes and there is none.
    stream: Option<Stream>,
    /// The digest of the link's name.
    link: u64,
    /// How many messages the link has carried so far.
    messages: u64,
}

/// What a storm does to one message, its copy and its reply. Each decision has a word of its own.
pub(crate) struct Gust {
    storm: Storm,
    words: [u32; WORDS],
}

const WORDS: usize = 12;

impl Gusts {
    pub(crate) const fn new(link: u64) -> Self {
        Self { stream: None, link, messages: 0 }
    }

    /// How many messages the link has carried so far.
    pub(crate) const fn messages(&self) -> u64 {
        self.messages
    }

    /// Draws from the world's stream as it is from now on.
    pub(crate) fn reseed(&mut self) {
        self.stream = None;
    }

    /// Counts a message, and says what this storm does to it; `None` in calm weather.
    pub(crate) fn next(&mut self, storm: Storm, world: &sim::World) -> Option<Gust> {
        let message = self.messages;
        self.messages += 1;
        if !storm.blows() {
            return None;
        }
        let stream = self.stream.get_or_insert_with(|| world.stream("storm", &[self.link]));
        let due = u128::from(message) * WORDS as u128;
        if stream.get_word_pos() != due {
            stream.set_word_pos(due);
        }
        Some(Gust { storm, words: std::array::from_fn(|_| stream.next_u32()) })
    }
}

impl Gust {
    pub(crate) fn request_lost(&self) -> bool {
        self.hits(0, self.storm.request_loss)
    }

    pub(crate) fn reply_lost(&self) -> bool {
        self.hits(1, self.storm.reply_loss)
    }

    /// How late the request is.
    pub(crate) fn request_delay(&self) -> Duration {
        self.lateness(2, self.storm.late_requests)
    }

    /// How late the reply is.
    pub(crate) fn reply_delay(&self) -> Duration {
        self.lateness(5, self.storm.late_replies)
    }

    /// How long the request's copy takes, if there is one.
    pub(crate) fn copy(&self) -> Option<Duration> {
        if !self.hits(8, self.storm.duplicates) {
            return None;
        }
        let late = if below(self.words[9], ONE_COPY_LATE_IN) == 0 {
            self.very_late(self.words[10])
        } else {
            millis(below(self.words[10], COPY_DELAY_MS))
        };
        Some(transit(self.words[11]) + late)
    }

    /// Takes three words from `first` on.
    fn lateness(&self, first: usize, share: u32) -> Duration {
        let delay = Duration::from_micros((u64::from(self.words[first + 2]) * self.delay_micros()) >> 32);
        if self.hits(first, share) { delay + self.very_late(self.words[first + 1]) } else { delay }
    }

    fn delay_micros(&self) -> u64 {
        u64::from(self.storm.delay_ms) * 1000
    }

    fn very_late(&self, word: u32) -> Duration {
        REORDER_MIN + millis(below(word, self.storm.late_ms.saturating_add(1)))
    }

    fn hits(&self, word: usize, share: u32) -> bool {
        below(self.words[word], 1000) < share
    }
}
