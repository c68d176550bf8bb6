//! How a plan reads.

use std::fmt;

use super::plan::{Burst, Fault, Plan, Spell, Timed, Who, Workload};
use crate::cluster::Service;

/// The world in a few lines, then one line for each fault, in order.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} peers for {} s", self.peers, Seconds(self.length_ms))?;
        match self.service {
            Service::Plain => f.write_str(", without snapshots")?,
            Service::Snapshots => f.write_str(", with the lab's snapshots")?,
            Service::SnapshotsEvery(interval) => write!(f, ", a snapshot at every {interval} commands")?,
        }
        if !self.clocks.is_empty() {
            let rates: Vec<String> = self.clocks.iter().map(ToString::to_string).collect();
            write!(f, "\nclocks at {} thousandths of true time", rates.join(", "))?;
        }
        write!(f, "\n{}", self.workload)?;
        for (place, timed) in self.faults.iter().enumerate() {
            write!(f, "\n{:>3}. {timed}", place + 1)?;
        }
        Ok(())
    }
}

impl fmt::Display for Workload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.clients {
            0 => f.write_str("no clients")?,
            1 => write!(f, "1 client, a command in {} ms or less", self.think_ms)?,
            clients => write!(f, "{clients} clients, each a command in {} ms or less", self.think_ms)?,
        }
        for Burst { at_ms, commands } in &self.bursts {
            write!(f, "; {commands} commands at once at {} s", Seconds(*at_ms))?;
        }
        for Spell { from_ms, to_ms } in &self.idle {
            write!(f, "; idle from {} s to {} s", Seconds(*from_ms), Seconds(*to_ms))?;
        }
        Ok(())
    }
}

impl fmt::Display for Timed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s to {} s: {}", Seconds(self.at_ms), Seconds(self.end_ms()), self.fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Storm(storm) => write!(f, "storm, {storm}"),
            Self::OneWay { from, to } => write!(f, "peer {from} cannot ask peer {to}"),
            Self::Groups(groups) => {
                let listed: Vec<String> = groups.iter().map(|group| spaced(group)).collect();
                write!(f, "partition into {}", listed.join(" | "))
            }
            Self::MajorityRing(order) => write!(f, "majority ring {}", spaced(order)),
            Self::Flapping { one, other, every_ms } => {
                write!(f, "the link of peers {one} and {other} comes and goes every {every_ms} ms")
            }
            Self::Isolated(who) => write!(f, "{who} is cut off"),
            Self::Crashed(who) => write!(f, "{who} is down"),
            Self::Blackout => f.write_str("everybody is down"),
            Self::CrashAtSave { who, save: 1, moment } => write!(f, "{who} crashes {moment} its next save"),
            Self::CrashAtSave { who, save, moment } => {
                write!(f, "{who} crashes {moment} save {save} from then")
            }
            Self::Paused(who) => write!(f, "{who} stands still"),
        }
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Peer(peer) => write!(f, "peer {peer}"),
            Self::Leader => f.write_str("the leader"),
        }
    }
}

fn spaced(peers: &[usize]) -> String {
    peers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Milliseconds, told in seconds.
struct Seconds(u64);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}
