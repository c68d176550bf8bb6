//! The rules for which a peer need show nothing of its inside.

use raftapi::PeerState;
use sim::Notice;

use super::applied::{self, Applications};
use super::check::Check;
use super::leaders::{self, Leaders};
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
    pub(super) fn fact(&mut self, cluster: &Cluster, peer: usize, notice: &Notice<'_>) -> Check {
        if let Some(Applied { index, command }) = notice.fact() {
            self.applications.command(peer, *index, command, &self.starts)
        } else if let Some(Submitted { command, started }) = notice.fact() {
            let unheard = PeerState { term: 0, is_leader: false };
            self.starts.take(peer, self.states[peer].1.unwrap_or(unheard), command, *started)
        } else if let Some(SnapshotInstalled { index }) = notice.fact() {
            cluster.with_applied(peer, *index, |commands| self.applications.snapshot(peer, commands))
        } else if let Some(ApplyRefused(failure)) = notice.fact() {
            applied::refused(failure)
        } else if let Some(Fault::Booted { life }) = notice.fact() {
            self.states[peer] = (*life, None);
            self.applications.boot(peer);
            Ok(())
        } else {
            Ok(())
        }
    }
}
