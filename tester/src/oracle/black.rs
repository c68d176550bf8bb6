//! The rules for which a peer need show nothing of its inside.

use raftapi::PeerState;

use super::applied::{self, Applications};
use super::check::Check;
use super::leaders::{self, Leaders};
use super::news::News;
use super::started::Starts;
use crate::cluster::Cluster;
use crate::facts::{Applied, ApplyRefused, Fault, SnapshotInstalled, Submitted};

/// What was seen of everybody from outside.
pub(super) struct BlackBox {
    pub(super) leaders: Leaders,
    pub(super) applications: Applications,
    starts: Starts,
    /// By peer: which life it is in, and what it said of itself last in this life.
    states: Vec<(u64, Option<PeerState>)>,
}

impl BlackBox {
    pub(super) fn new(peers: usize) -> Self {
        Self {
            leaders: Leaders::default(),
            applications: Applications::default(),
            starts: Starts::default(),
            states: vec![(1, None); peers],
        }
    }

    /// A peer has taken a step, and says this of itself.
    #[inline]
    pub(super) fn stepped(&mut self, peer: usize, now: PeerState) -> Check {
        let (life, last) = &mut self.states[peer];
        if *last == Some(now) {
            return Ok(());
        }
        let before = last.replace(now);
        if let Some(before) = before {
            leaders::term_stays_or_rises(peer, before, now)?;
        }
        if now.is_leader { self.leaders.claim(peer, *life, now.term) } else { Ok(()) }
    }

    /// Something happened to a peer.
    pub(super) fn news(&mut self, cluster: &Cluster, peer: usize, news: &News<'_>) -> Check {
        match news {
            News::Applied(Applied { index, command }) => {
                self.applications.command(peer, *index, command, &self.starts)
            }
            News::Submitted(Submitted { command, started }) => {
                let unheard = PeerState { term: 0, is_leader: false };
                self.starts.take(peer, self.states[peer].1.unwrap_or(unheard), command, *started)
            }
            News::Installed(SnapshotInstalled { index }) => {
                cluster.with_applied(peer, *index, |commands| self.applications.snapshot(peer, commands))
            }
            News::Refused(ApplyRefused(failure)) => applied::refused(failure),
            News::Fault(Fault::Booted { life }) => {
                self.states[peer] = (*life, None);
                self.applications.boot(peer);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
