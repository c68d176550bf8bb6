//! A plan: everything that is done to a cluster in one run, as data.
//!
//! It is drawn up front, so it can be printed, kept in a file, and driven again with entries left out. What
//! it does not say is what the run's seed decides anyway: the fate of each message, the scheduler's picks,
//! the peers' own timeouts.

use std::time::Duration;

use labrpc::Storm;
use serde::{Deserialize, Serialize};

use crate::cluster::{CrashMoment, Cuts, Service};

/// Everything that is done to a cluster in one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// How many peers there are.
    pub peers: usize,
    /// How fast each peer's clock runs, in thousandths of true time; those without an entry are true.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<u32>,
    /// What stands on top of each peer.
    pub service: Service,
    /// How long faults and clients go on before everything is healed.
    pub length_ms: u64,
    /// What the clients do meanwhile.
    pub workload: Workload,
    /// What goes wrong meanwhile. Faults may overlap: each is in force for as long as it says.
    pub faults: Vec<Timed>,
}

/// What the clients do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Workload {
    /// How many clients submit on and on, side by side: each to every peer that believes it leads.
    pub clients: u32,
    /// The longest that a client pauses between two commands.
    pub think_ms: u64,
    /// Many commands at once, besides.
    pub bursts: Vec<Burst>,
    /// While nobody submits anything.
    pub idle: Vec<Spell>,
}

/// Many commands at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burst {
    /// When, from the start of the run on.
    pub at_ms: u64,
    /// How many commands.
    pub commands: u32,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spell {
    /// When it begins.
    pub from_ms: u64,
    /// When it is over.
    pub to_ms: u64,
}

impl Spell {
    /// Whether this moment lies in it.
    pub(super) fn contains(self, at: Duration) -> bool {
        (Duration::from_millis(self.from_ms)..Duration::from_millis(self.to_ms)).contains(&at)
    }
}

/// A fault, and when it is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timed {
    /// When it begins, from the start of the run on.
    pub at_ms: u64,
    /// How long it is in force.
    pub for_ms: u64,
    /// What goes wrong.
    pub fault: Fault,
}

impl Timed {
    /// When it is over.
    pub(super) const fn end_ms(&self) -> u64 {
        self.at_ms.saturating_add(self.for_ms)
    }
}

/// What can go wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Fault {
    /// The network loses, delays, reorders and duplicates.
    Storm(Storm),
    /// One peer cannot ask another, which can still ask it.
    OneWay {
        /// Whose requests get nowhere.
        from: usize,
        /// Where to.
        to: usize,
    },
    /// Peers talk only within a group. One that is in several groups is a bridge, one in none is alone.
    Groups(Vec<Vec<usize>>),
    /// Peers stand in a ring, in this order, and each reaches no more than a majority, its neighbours.
    MajorityRing(Vec<usize>),
    /// A link is cut, both ways, and mended, over and over.
    Flapping {
        /// One of the two.
        one: usize,
        /// The other.
        other: usize,
        /// How long it is cut, and how long it is mended.
        every_ms: u64,
    },
    /// A peer is cut off from everybody.
    Isolated(Who),
    /// A peer crashes at the beginning, and restarts at the end.
    Crashed(Who),
    /// All peers crash at once, and restart at the end.
    Blackout,
    /// A peer crashes exactly at one of its saves, if that comes in time, and restarts at the end.
    CrashAtSave {
        /// The peer.
        who: Who,
        /// Which save: 1 is the next.
        save: u32,
        /// On which side of it.
        moment: CrashMoment,
    },
    /// A peer stands still.
    Paused(Who),
}

/// Which peer a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// This one.
    Peer(usize),
    /// Whoever leads when the fault begins, if anybody does.
    Leader,
}

impl Fault {
    /// The links that it cuts, where it strikes these peers.
    pub(super) fn cuts(&self, peers: usize, struck: &[usize]) -> Cuts {
        match self {
            Self::OneWay { from, to } => Cuts::one_way(*from, *to),
            Self::Groups(groups) => Cuts::groups(peers, groups),
            Self::MajorityRing(order) => Cuts::majority_ring(order),
            Self::Flapping { one, other, .. } => Cuts::of([(*one, *other), (*other, *one)]),
            Self::Isolated(_) => {
                let others: Vec<usize> = (0..peers).filter(|peer| !struck.contains(peer)).collect();
                Cuts::groups(peers, &[others])
            }
            _ => Cuts::none(),
        }
    }

    /// Whom it names.
    pub(super) const fn who(&self) -> Option<Who> {
        match self {
            Self::Isolated(who) | Self::Crashed(who) | Self::CrashAtSave { who, .. } | Self::Paused(who) => {
                Some(*who)
            }
            _ => None,
        }
    }

    /// The peers that it names by number.
    fn numbers(&self) -> Vec<usize> {
        match self {
            Self::OneWay { from, to } => vec![*from, *to],
            Self::Flapping { one, other, .. } => vec![*one, *other],
            Self::Groups(groups) => groups.concat(),
            Self::MajorityRing(order) => order.clone(),
            _ => match self.who() {
                Some(Who::Peer(peer)) => vec![peer],
                _ => Vec::new(),
            },
        }
    }
}

/// The most peers that a plan can have.
pub const MOST_PEERS: usize = 64;

/// The most clients that a plan can have.
pub const MOST_CLIENTS: u32 = 64;

/// The most commands that come at once.
pub const MOST_COMMANDS: u32 = 10_000;

/// The longest that a plan can be: the rest of a test's time is for the healing.
pub const LONGEST_MS: u64 = 60_000;

/// A plan that cannot be driven.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// There are no peers, or far too many.
    #[error("a plan has 1 to {MOST_PEERS} peers, this one {0}")]
    Peers(usize),
    /// A fault names a peer that is not there.
    #[error("fault {fault} names peer {peer}: the peers are 0 to {last}")]
    NoSuchPeer {
        /// The fault's place in the list, from 1 on.
        fault: usize,
        /// The peer.
        peer: usize,
        /// The last one that there is.
        last: usize,
    },
    /// There are far too many clients.
    #[error("a plan has {MOST_CLIENTS} clients at most, this one {0}")]
    Clients(u32),
    /// Far too many commands come at once.
    #[error("a burst has {MOST_COMMANDS} commands at most, this one {0}")]
    Burst(u32),
    /// A link comes and goes in no time.
    #[error("fault {fault} flaps every 0 ms: 1 is the least")]
    Flaps {
        /// The fault's place in the list, from 1 on.
        fault: usize,
    },
    /// It goes on for too long.
    #[error("a plan lasts {LONGEST_MS} ms at most, this one {0} ms")]
    Length(u64),
    /// A clock does not move, or not at a rate that any clock has.
    #[error("a clock runs at 500 to 2000 thousandths of true time, not at {0}")]
    Clock(u32),
}

impl Plan {
    /// That it can be driven: it may come from a file.
    pub fn check(&self) -> Result<(), PlanError> {
        if !(1..=MOST_PEERS).contains(&self.peers) {
            return Err(PlanError::Peers(self.peers));
        }
        if self.length_ms > LONGEST_MS {
            return Err(PlanError::Length(self.length_ms));
        }
        if let Some(rate) = self.clocks.iter().find(|rate| !(500..=2000).contains(*rate)) {
            return Err(PlanError::Clock(*rate));
        }
        if self.workload.clients > MOST_CLIENTS {
            return Err(PlanError::Clients(self.workload.clients));
        }
        if let Some(burst) = self.workload.bursts.iter().find(|burst| burst.commands > MOST_COMMANDS) {
            return Err(PlanError::Burst(burst.commands));
        }
        let last = self.peers - 1;
        for (place, timed) in self.faults.iter().enumerate() {
            if let Some(peer) = timed.fault.numbers().into_iter().find(|peer| *peer > last) {
                return Err(PlanError::NoSuchPeer { fault: place + 1, peer, last });
            }
            if matches!(timed.fault, Fault::Flapping { every_ms: 0, .. }) {
                return Err(PlanError::Flaps { fault: place + 1 });
            }
        }
        Ok(())
    }
}
