//! Follows one run and counts its situations.

use labrpc::facts::{CallFailed, ReplyDelivered, ReplySent, RequestDelivered, RequestSent};
use raftapi::{Inspection, Persisted};
use sim::{NodeId, Notice};

use super::commands::{self, Commands};
use super::crashes::{self, Crashes};
use super::elections::Elections;
use super::messages::Messages;
use super::reach::Reach;
use super::snapshots::{self, Snapshots};
use super::subject::{Glance, Subject};
use super::{Reached, Situation};
use crate::cluster::Cuts;
use crate::facts::{Applied, Fault, RoleChange, SnapshotInstalled, SnapshotTaken, Submitted, Weather};

/// Follows one run and counts its situations.
///
/// It is made when the peers are up and connected, and have not taken a step.
pub(crate) struct Tracker {
    /// The number of the first peer's node: the others follow.
    first_node: usize,
    peers: Vec<Subject>,
    reach: Reach,
    elections: Elections,
    commands: Commands,
    messages: Messages,
    crashes: Crashes,
    snapshots: Snapshots,
    reached: Reached,
    /// The peer whose restart was the last event, if it was one.
    booting: Option<usize>,
    /// The number of the last event.
    event: u64,
}

impl Tracker {
    /// Follows a cluster of so many peers, whose nodes begin with this one.
    pub(crate) fn new(first_node: NodeId, peers: usize) -> Self {
        Self {
            first_node: first_node.index(),
            peers: (0..peers).map(|_| Subject::new()).collect(),
            reach: Reach::new(peers),
            elections: Elections::new(peers),
            commands: Commands::new(peers),
            messages: Messages::new(peers),
            crashes: Crashes::new(peers),
            snapshots: Snapshots::new(peers),
            reached: Reached::default(),
            booting: None,
            event: 0,
        }
    }

    /// What was reached until now.
    pub(crate) fn reached(&self) -> Reached {
        let mut reached = self.reached.clone();
        reached.add_times(Situation::SplitVote, self.elections.split_votes());
        reached
    }

    /// Something happened.
    pub(crate) fn fact(&mut self, notice: &Notice<'_>) {
        self.event = notice.id;
        if let Some(Weather::Cuts(cuts)) = notice.fact() {
            self.cut(cuts.clone());
        }
        let peer = notice.node.and_then(|node| node.index().checked_sub(self.first_node));
        let Some(peer) = peer.filter(|peer| *peer < self.peers.len()) else { return };
        let was_booting = self.booting.take() == Some(peer);
        if self.message(peer, notice) || self.delivery(peer, notice, was_booting) {
            return;
        }
        if let Some(Persisted { .. }) = notice.fact() {
            self.crashes.saved(peer, notice.at);
        } else if let Some(change) = notice.fact::<RoleChange>() {
            self.role(peer, *change, notice);
        } else if let Some(Submitted { command, started }) = notice.fact() {
            let is_lonely = !self.reach.has_majority(peer);
            self.commands.submitted(is_lonely, command, *started, &mut self.reached);
        } else if let Some(fault) = notice.fact::<Fault>() {
            self.fault(peer, *fault, notice);
        }
    }

    /// What the network reports. Whether this was such a fact.
    fn message(&mut self, peer: usize, notice: &Notice<'_>) -> bool {
        let reached = &mut self.reached;
        if let Some(RequestSent { call, .. }) = notice.fact() {
            self.messages.sent(&self.peers[peer], peer, *call, notice.at);
        } else if let Some(RequestDelivered { call, .. }) = notice.fact() {
            self.crashes.delivered(peer, *call, notice.at);
            self.messages.delivered(&self.peers[peer], peer, *call, notice.id, reached);
            if let Some(call) = self.messages.call(*call) {
                self.elections.asked(&self.peers, peer, call);
            }
        } else if let Some(ReplySent { call, .. }) = notice.fact() {
            self.crashes.answered(peer, *call);
            if let Some(call) = self.messages.call(*call) {
                self.elections.answered(&self.peers, peer, call, reached);
            }
        } else if let Some(ReplyDelivered { call, .. }) = notice.fact() {
            self.messages.replied(&self.peers[peer], *call, reached);
        } else if let Some(CallFailed { call, .. }) = notice.fact() {
            self.messages.failed(*call, reached);
        } else {
            return false;
        }
        true
    }

    /// What goes between a peer and its service. Whether this was such a fact.
    fn delivery(&mut self, peer: usize, notice: &Notice<'_>, was_booting: bool) -> bool {
        let reached = &mut self.reached;
        if let Some(Applied { index, command }) = notice.fact() {
            self.commands.applied(peer, *index, command, reached);
        } else if let Some(SnapshotTaken { index, .. }) = notice.fact() {
            self.snapshots.taken(peer, *index, reached);
        } else if let Some(SnapshotInstalled { index }) = notice.fact() {
            let subject = &self.peers[peer];
            snapshots::installed(subject, peer, *index, was_booting, &mut self.commands, reached);
        } else {
            return false;
        }
        true
    }

    fn role(&mut self, peer: usize, change: RoleChange, notice: &Notice<'_>) {
        let has_won = self.elections.role(&self.peers, peer, change, &mut self.reached);
        if has_won {
            self.commands.elected(change.term, &mut self.reached);
        }
        let subject = &mut self.peers[peer];
        (subject.term, subject.leads) = (change.term, change.is_leader);
        self.messages.changed(peer, change.term, notice.at);
    }

    fn fault(&mut self, peer: usize, fault: Fault, notice: &Notice<'_>) {
        match fault {
            Fault::Connected => self.reach.connect(peer, true),
            Fault::Disconnected => self.reach.connect(peer, false),
            Fault::Crashed => {
                self.crashes.crash(&self.peers, peer, notice.at, &self.commands, &mut self.reached);
                self.elections.crash(peer);
                self.peers[peer].crash();
            }
            Fault::Booted { life } => {
                self.peers[peer].boot(life);
                self.booting = Some(peer);
            }
            Fault::Paused { .. } if self.peers[peer].leads => self.reached.add(Situation::LeaderPaused),
            _ => {}
        }
        self.links();
    }

    fn cut(&mut self, cuts: Cuts) {
        self.reach.cut(cuts);
        self.links();
    }

    /// Who can talk to whom may have changed.
    fn links(&mut self) {
        let had_any = self.reach.is_there_any();
        for peer in self.reach.update(&self.peers) {
            if self.reach.has_majority(peer) {
                self.commands.returns(peer);
            } else {
                self.commands.leaves(peer);
            }
        }
        if had_any && !self.reach.is_there_any() {
            self.reached.add(Situation::NoQuorum);
        }
    }

    /// A peer was looked at: `before` is what it showed at the last look in the same life, if there was one,
    /// and `agree` the last index up to which both logs, where they overlap, are the same from the beginning
    /// on.
    pub(crate) fn seen(&mut self, peer: usize, before: Option<&Inspection>, after: &Inspection, agree: u64) {
        let reached = &mut self.reached;
        reached.look();
        let glance = Glance::of(after, self.event);
        self.elections.seen(peer, before, &glance, reached);
        match before {
            Some(before) => {
                commands::compare(before, after, agree, reached);
                self.snapshots.compare(peer, before, after, &self.commands, reached);
            }
            None if self.peers[peer].life > 1 => crashes::restarted(&self.peers, peer, after, reached),
            None => {}
        }
        self.peers[peer].glance = Some(glance);
    }
}
