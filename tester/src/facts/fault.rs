//! What the tester does to peers and to the network.

use std::fmt;

use labrpc::Storm;
use sim::{Digest, Fact, Instant};

use crate::cluster::{CrashMoment, Cuts};

/// What the tester does to one peer. An event of that peer's node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Linked, both ways, with every connected peer.
    Connected,
    /// Cut off from everybody, itself included.
    Disconnected,
    /// Stopped: every task of this life is gone; what it had saved stays.
    Crashed,
    /// Started, the first time or again, with what it had saved. It is not connected by that.
    Booted {
        /// Which life this is, from 1 on.
        life: u64,
    },
    /// Stopped for a while: its tasks take no step, its timers go off late, and requests wait for it.
    Paused {
        /// When it goes on, unless the pause is made longer.
        until: Instant,
    },
    /// From its first step on its clock runs fast or slow.
    Clock {
        /// In thousandths of true time.
        permille: u32,
    },
    /// It will crash at one of its saves from now on.
    CrashArmed {
        /// Which one: 1 is the next.
        save: u32,
        /// On which side of it.
        moment: CrashMoment,
    },
    /// The save has come: it crashes right here, or, before a reply, at the end of this step.
    CrashDue(CrashMoment),
}

impl Fact for Fault {
    fn kind(&self) -> &'static str {
        match self {
            Self::Connected => "connect",
            Self::Disconnected => "disconnect",
            Self::Crashed => "crash",
            Self::Booted { .. } => "boot",
            Self::Paused { .. } => "pause",
            Self::Clock { .. } => "clock",
            Self::CrashArmed { .. } => "arm",
            Self::CrashDue(_) => "due",
        }
    }

    fn fold(&self, digest: &mut Digest) {
        match self {
            Self::Connected | Self::Disconnected | Self::Crashed => {}
            Self::Booted { life } => digest.word(*life),
            Self::Paused { until } => digest.word(until.as_nanos()),
            Self::Clock { permille } => digest.word((*permille).into()),
            Self::CrashArmed { save, moment } => {
                digest.word((*save).into());
                digest.word(*moment as u64);
            }
            Self::CrashDue(moment) => digest.word(*moment as u64),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connected => f.write_str("connected"),
            Self::Disconnected => f.write_str("cut off"),
            Self::Crashed => f.write_str("crashed"),
            Self::Booted { life: 1 } => f.write_str("started"),
            Self::Booted { life } => write!(f, "life {life} begins"),
            Self::Paused { until } => write!(f, "stands still until {until}"),
            Self::Clock { permille } => write!(f, "its clock runs at {permille}/1000 of true time"),
            Self::CrashArmed { save: 1, moment } => write!(f, "will crash {moment} its next save"),
            Self::CrashArmed { save, moment } => write!(f, "will crash {moment} save {save} from now"),
            Self::CrashDue(moment) => write!(f, "crashes {moment} this save"),
        }
    }
}

/// What the tester does to the network as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weather {
    /// From now on messages are neither lost nor delayed, or else they are.
    Reliable(bool),
    /// From now on most replies come late and out of order, or else they do not.
    LongReordering(bool),
    /// From now on this storm blows.
    Storm(Storm),
    /// From now on these directed links, and no others, carry nothing.
    Cuts(Cuts),
}

impl Fact for Weather {
    fn kind(&self) -> &'static str {
        match self {
            Self::Reliable(_) => "reliable",
            Self::LongReordering(_) => "reordering",
            Self::Storm(_) => "storm",
            Self::Cuts(_) => "cut",
        }
    }

    fn fold(&self, digest: &mut Digest) {
        match self {
            Self::Reliable(on) | Self::LongReordering(on) => digest.word((*on).into()),
            Self::Storm(storm) => {
                let Storm { request_loss, reply_loss, duplicates, .. } = *storm;
                let Storm { late_requests, late_replies, delay_ms, late_ms, .. } = *storm;
                let shares = [request_loss, reply_loss, duplicates, late_requests, late_replies];
                shares.into_iter().chain([delay_ms, late_ms]).for_each(|knob| digest.word(knob.into()));
            }
            Self::Cuts(cuts) => cuts.iter().for_each(|(from, to)| {
                digest.word(from as u64);
                digest.word(to as u64);
            }),
        }
    }
}

impl fmt::Display for Weather {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reliable(true) => f.write_str("the network becomes reliable"),
            Self::Reliable(false) => f.write_str("the network becomes unreliable"),
            Self::LongReordering(true) => f.write_str("the network begins to reorder replies"),
            Self::LongReordering(false) => f.write_str("the network stops reordering replies"),
            Self::Storm(storm) if storm.blows() => write!(f, "a storm blows: {storm}"),
            Self::Storm(_) => f.write_str("no storm blows any more"),
            Self::Cuts(cuts) => write!(f, "{cuts}"),
        }
    }
}
