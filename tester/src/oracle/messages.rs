//! What the oracles make of the facts that they are told, where peers are looked into.

use labrpc::facts::{CallFailed, ReplyDelivered, ReplySent, RequestDelivered, RequestSent};
use raftapi::Role;
use sim::World;

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
            News::Delivered(RequestDelivered { call, at_once, .. }) => {
                subject.fresh = false;
                if !at_once {
                    subject.open.push((*call, sight.now));
                }
                if let Some(call) = self.calls.get(*call) {
                    // A second delivery comes later, and the answer that counts may be the first one's.
                    call.receiver.get_or_insert(subject.standing());
                }
            }
            News::Replied(reply) => self.replied(sight, peer, reply)?,
            News::Answered(answer) => self.heard(sight, peer, answer),
            News::Failed(CallFailed { call, .. }) => self.failed(*call),
            // In the midst of the peer's code: it is looked at when its step is over.
            News::Persisted(save) => subject.save(save),
            News::Applied(Applied { index, .. }) => {
                subject.wanted |= subject.view.as_ref().is_some_and(|view| view.commit_index < *index);
            }
            News::Fault(Fault::Crashed) => subject.crash(),
            News::Fault(Fault::Booted { .. }) => subject.boot(),
            _ => {}
        }
        Ok(())
    }

    /// A peer's handler has answered.
    ///
    /// One that waits answers in the midst of its peer's code: the peer is looked at when its step is over.
    fn replied(&mut self, sight: Sight<'_>, peer: usize, reply: &ReplySent) -> Check {
        let subject = &mut self.subjects[peer];
        subject.close(reply.call);
        if reply.size == 0 {
            // It says nothing: neither that anything is saved nor which term it is.
            self.calls.end(reply.call);
            return Ok(());
        }
        if World::current().current_node().is_some() {
            subject.answering = Some(reply.call);
            return Ok(());
        }
        self.answered(sight, peer, reply.call)
    }

    /// A peer's handler has answered, and its step is over: what it has told must be on its disk.
    pub(super) fn answered(&mut self, sight: Sight<'_>, peer: usize, number: u64) -> Check {
        self.check_yielding(sight, peer, number);
        let subject = &mut self.subjects[peer];
        // Who has not answered everybody yet may still be about to save what the others brought.
        if subject.is_handling(sight.now) {
            return Ok(());
        }
        if !subject.fresh {
            let price = credit::look(subject.length());
            if !self.credit.pay(price) {
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
    fn heard(&mut self, sight: Sight<'_>, peer: usize, answer: &ReplyDelivered) {
        let Some(call) = self.calls.end(answer.call).filter(|_| answer.awaited) else { return };
        let subject = &mut self.subjects[peer];
        if sight.cluster.is_paused(peer) {
            subject.obedience.paused();
            return;
        }
        let now = subject.standing();
        let obeyed = subject.obedience.heard(&call, now, sight.now);
        self.note(obeyed);
    }

    /// A call has failed. If that is told by its handler, then that one has answered, only to a cut link.
    fn failed(&mut self, number: u64) {
        let receiver = self.calls.end(number).and_then(|call| call.receiver);
        let Some(receiver) = receiver.filter(|_| World::current().current_node().is_some()) else { return };
        if let Some(subject) = self.subjects.get_mut(receiver.peer) {
            subject.close(number);
        }
    }
}
