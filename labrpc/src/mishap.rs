//! Mishaps: what befalls single messages, as data.
//!
//! A seed decides what becomes of every message. [`Network::keep_ledger`](crate::Network::keep_ledger) has
//! all of it written down, and [`Network::steer`](crate::Network::steer) lets a run have exactly the mishaps
//! of a list, with every other message on time. A run that is steered by its own ledger is the same run.
//!
//! What a mishap is not: the time that a message travels anyway, and the failure of a request for which
//! there is nobody, within a tenth of a second.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The mishaps of a run: by the name of the end that the request was sent from, in the order of the messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mishaps(pub BTreeMap<String, Vec<Mishap>>);

/// What befell one message, or its reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mishap {
    /// Which message of its end: 1 is the first.
    pub message: u64,
    /// What befell it.
    pub what: Trouble,
}

/// What can befall a message. Times are in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// The request is lost, which the caller learns when it would have arrived.
    RequestLost,
    /// The request is late by this much.
    RequestLate(u64),
    /// The reply is lost, which the caller learns at once; the handler has run.
    ReplyLost,
    /// The reply is late by this much.
    ReplyLate(u64),
    /// The request is delivered once more, so long after it was sent.
    Duplicated(u64),
    /// There was nobody to talk to, and failing took so much longer than it may.
    SlowFailure(u64),
}

impl Trouble {
    /// The same with half the time; `None` where there is none, or hardly any.
    #[must_use]
    pub fn halved(self) -> Option<Self> {
        const LEAST: u64 = 1_000_000;
        let half = |nanos: u64| (nanos >= 2 * LEAST).then_some(nanos / 2 / LEAST * LEAST);
        match self {
            Self::RequestLost | Self::ReplyLost => None,
            Self::RequestLate(nanos) => half(nanos).map(Self::RequestLate),
            Self::ReplyLate(nanos) => half(nanos).map(Self::ReplyLate),
            Self::Duplicated(nanos) => half(nanos).map(Self::Duplicated),
            Self::SlowFailure(nanos) => half(nanos).map(Self::SlowFailure),
        }
    }
}

/// As in `request late by 23 ms`.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let late = |nanos: u64| Duration::from_nanos(nanos);
        match *self {
            Self::RequestLost => f.write_str("request lost"),
            Self::RequestLate(nanos) => write!(f, "request late by {:?}", late(nanos)),
            Self::ReplyLost => f.write_str("reply lost"),
            Self::ReplyLate(nanos) => write!(f, "reply late by {:?}", late(nanos)),
            Self::Duplicated(nanos) => write!(f, "request delivered again after {:?}", late(nanos)),
            Self::SlowFailure(nanos) => write!(f, "failure late by {:?}", late(nanos)),
        }
    }
}

impl Mishaps {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(Vec::is_empty)
    }

    /// Those of one end, in order.
    pub(crate) fn of(&self, end: &str) -> Vec<Mishap> {
        let mut mishaps = self.0.get(end).cloned().unwrap_or_default();
        mishaps.sort_unstable();
        mishaps
    }
}

/// All that befalls one message.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Troubles {
    pub(crate) request_lost: bool,
    pub(crate) request_late: Duration,
    pub(crate) reply_lost: bool,
    pub(crate) reply_late: Duration,
    /// After how long a copy of the request arrives.
    pub(crate) copy: Option<Duration>,
    /// By how much longer failing takes, if there is nobody to talk to.
    pub(crate) slow_failure: Duration,
}

impl Troubles {
    /// What the list of an end, which is in order, says of this message.
    pub(crate) fn told(list: &[Mishap], message: u64) -> Self {
        let mut troubles = Self::default();
        let first = list.partition_point(|mishap| mishap.message < message);
        for mishap in list[first..].iter().take_while(|mishap| mishap.message == message) {
            match mishap.what {
                Trouble::RequestLost => troubles.request_lost = true,
                Trouble::RequestLate(nanos) => troubles.request_late = Duration::from_nanos(nanos),
                Trouble::ReplyLost => troubles.reply_lost = true,
                Trouble::ReplyLate(nanos) => troubles.reply_late = Duration::from_nanos(nanos),
                Trouble::Duplicated(nanos) => troubles.copy = Some(Duration::from_nanos(nanos)),
                Trouble::SlowFailure(nanos) => troubles.slow_failure = Duration::from_nanos(nanos),
            }
        }
        troubles
    }

    /// What befalls the request of this message, for the ledger.
    pub(crate) fn of_request(&self, is_anybody_there: bool) -> impl Iterator<Item = Trouble> {
        let there = |wanted: bool| wanted && is_anybody_there;
        let slow = !is_anybody_there && !self.slow_failure.is_zero();
        [
            there(self.request_lost).then_some(Trouble::RequestLost),
            there(!self.request_late.is_zero()).then(|| Trouble::RequestLate(nanos(self.request_late))),
            self.copy.filter(|_| is_anybody_there).map(|after| Trouble::Duplicated(nanos(after))),
            slow.then(|| Trouble::SlowFailure(nanos(self.slow_failure))),
        ]
        .into_iter()
        .flatten()
    }
}

/// What befalls a reply, for the ledger; `None` if it is on time.
pub(crate) fn of_reply(lost: bool, late: Duration) -> Option<Trouble> {
    let late = (!late.is_zero()).then(|| Trouble::ReplyLate(nanos(late)));
    if lost { Some(Trouble::ReplyLost) } else { late }
}

fn nanos(span: Duration) -> u64 {
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_are_halved_down_to_a_millisecond() {
        const MS: u64 = 1_000_000;
        assert_eq!(Trouble::RequestLate(23 * MS).halved(), Some(Trouble::RequestLate(11 * MS)));
        assert_eq!(Trouble::ReplyLate(2 * MS + 1).halved(), Some(Trouble::ReplyLate(MS)));
        assert_eq!(Trouble::Duplicated(2 * MS - 1).halved(), None);
        assert_eq!(Trouble::SlowFailure(MS).halved(), None);
        assert_eq!((Trouble::RequestLost.halved(), Trouble::ReplyLost.halved()), (None, None));
    }
}
