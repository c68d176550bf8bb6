//! Situations of peers that crash and restart.

use raftapi::Inspection;
use sim::Instant;

use super::commands::Commands;
use super::subject::Subject;
use super::{Reached, Situation};

/// What one peer has to answer in the present instant.
#[derive(Clone, Default)]
struct Desk {
    at: Instant,
    /// The calls that reached it and that it has not answered.
    open: Vec<u64>,
    /// Whether it has saved since the first of them came.
    saved: bool,
}

/// What is remembered for crashes: by peer, what it has to answer.
pub(super) struct Crashes(Vec<Desk>);

impl Crashes {
    pub(super) fn new(peers: usize) -> Self {
        Self(vec![Desk::default(); peers])
    }

    /// A request reaches a peer.
    pub(super) fn delivered(&mut self, peer: usize, call: u64, at: Instant) {
        let desk = &mut self.0[peer];
        if desk.at != at {
            desk.at = at;
            desk.open.clear();
            desk.saved = false;
        }
        desk.open.push(call);
    }

    /// A peer saves.
    pub(super) fn saved(&mut self, peer: usize, at: Instant) {
        let desk = &mut self.0[peer];
        desk.saved |= desk.at == at && !desk.open.is_empty();
    }

    /// A peer answers.
    pub(super) fn answered(&mut self, peer: usize, call: u64) {
        let desk = &mut self.0[peer];
        desk.open.retain(|open| *open != call);
        desk.saved &= !desk.open.is_empty();
    }

    /// A peer crashes; `peers` show what was before.
    pub(super) fn crash(
        &mut self,
        peers: &[Subject],
        peer: usize,
        at: Instant,
        commands: &Commands,
        reached: &mut Reached,
    ) {
        let desk = std::mem::take(&mut self.0[peer]);
        // Only what happens in one instant is certain to belong together.
        if desk.saved && desk.at == at {
            reached.add(Situation::CrashBeforeReply);
        }
        if peers[peer].leads && commands.has_tail(peers[peer].term) {
            reached.add(Situation::LeaderCrashWithTail);
        }
        if peers.iter().enumerate().all(|(other, subject)| other == peer || !subject.running) {
            reached.add(Situation::EverybodyDown);
        }
    }
}

/// The first look at a peer after a restart; its own term is not in `others` yet.
pub(super) fn restarted(peers: &[Subject], peer: usize, view: &Inspection, reached: &mut Reached) {
    if !view.log.is_empty() {
        reached.add(Situation::RestartWithEntries);
    }
    let mut others = peers.iter().enumerate().filter(|(other, subject)| *other != peer && subject.running);
    if view.voted_for.is_some() && others.all(|(_, other)| other.term <= view.term) {
        reached.add(Situation::RestartWithVote);
    }
}
