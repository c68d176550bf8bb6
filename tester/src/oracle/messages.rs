//! What the oracles make of the facts that they are told, where peers are looked into.

use labrpc::facts::{CallFailed, ReplyDelivered, ReplySent, RequestDelivered, RequestSent};
use raftapi::Role;
use sim::Instant;

use super::calls::Call;
use super::check::Check;
use super::credit;
use super::durability::Moment;
use super::news::News;
use super::white::{Sight, WhiteBox};
use crate::facts::{Applied, Fault};

impl WhiteBox {
    /// Something happened to a peer.
    pub(super) fn news(&mut self, sight: Sight<'_>, peer: usize, news: &News<'_>) -> Check {
        self.credit.earn();
        let subject = &mut self.subjects[peer];
        match news {
            News::Sent(RequestSent { call, method, digest, .. }) => {
                let (sent, sender) = (sight.now, subject.standing());
                let request = Call { method, digest: *digest, sent, sender, receiver: None };
                subject.obedience.sends(&request);
                self.calls.begin(*call, request);
            }
            News::Delivered(RequestDelivered { call, .. }) => {
                subject.fresh = false;
                subject.open.push((*call, sight.now));
                if let Some(call) = self.calls.get(*call) {
                    call.receiver = Some(subject.standing());
                }
            }
            News::Replied(ReplySent { call, .. }) => self.answered(sight, peer, *call)?,
            News::Answered(ReplyDelivered { call, .. }) => self.heard(sight, peer, *call),
            News::Failed(CallFailed { call, .. }) => self.failed(*call, sight.now),
            // In the midst of the peer's code: it is looked at when its step is over.
            News::Persisted => subject.save(),
            News::Applied(Applied { index, .. }) => {
                subject.wanted |= subject.view.as_ref().is_some_and(|view| view.commit_index < *index);
            }
            News::Fault(Fault::Crashed) => subject.crash(),
            News::Fault(Fault::Booted { .. }) => subject.boot(),
            _ => {}
        }
        Ok(())
    }

    /// A peer's handler has answered: what it has told must be on its disk.
    fn answered(&mut self, sight: Sight<'_>, peer: usize, number: u64) -> Check {
        let subject = &mut self.subjects[peer];
        if let Some(place) = subject.open.iter().position(|(open, _)| *open == number) {
            subject.open.swap_remove(place);
        }
        self.check_yielding(sight, peer, number);
        let subject = &self.subjects[peer];
        // Who has not answered everybody yet may still be about to save what the others brought.
        if !subject.open.is_empty() || subject.lingering {
            return Ok(());
        }
        if !subject.fresh {
            if !self.credit.pay(credit::look(subject.length())) {
                return Ok(());
            }
            self.look(sight, peer)?;
        }
        let subject = &mut self.subjects[peer];
        subject.promised.clone_from(&subject.view);
        subject.saved_since_promise = false;
        self.prove(sight, peer, Moment::Answer)
    }

    /// §5.2: a candidate that has heard its term's leader is no candidate any more.
    fn check_yielding(&mut self, sight: Sight<'_>, peer: usize, number: u64) {
        let subject = &self.subjects[peer];
        let was_candidate = subject.view.as_ref().is_some_and(|view| view.role == Role::Candidate);
        let Some(call) = self.calls.get(number).copied().filter(|_| was_candidate) else { return };
        let Some(sender) = self.subjects.get(call.sender.peer) else { return };
        if !subject.obedience.is_leaders_word(&call, subject.standing(), &sender.obedience) {
            return;
        }
        if let Some(view) = sight.cluster.peek(peer) {
            let obeyed = self.subjects[peer].obedience.answered_leader(&call, peer, &view, sight.now);
            self.note(obeyed);
        }
    }

    /// An answer has come back to its caller.
    fn heard(&mut self, sight: Sight<'_>, peer: usize, number: u64) {
        let Some(call) = self.calls.end(number) else { return };
        let subject = &mut self.subjects[peer];
        if sight.cluster.is_paused(peer) {
            subject.obedience.paused();
            return;
        }
        let now = subject.standing();
        let obeyed = subject.obedience.heard(&call, now, sight.now);
        self.note(obeyed);
    }

    fn failed(&mut self, number: u64, at: Instant) {
        let receiver = self.calls.end(number).and_then(|call| call.receiver);
        if let Some(subject) = receiver.and_then(|receiver| self.subjects.get_mut(receiver.peer)) {
            subject.abandon(number, at);
        }
    }
}
