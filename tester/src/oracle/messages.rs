//! What the oracles make of the facts that they are told, where peers are looked into.

use labrpc::facts::{CallFailed, ReplyDelivered, ReplySent, RequestDelivered, RequestSent};
use raftapi::{Persisted, Role};
use sim::Notice;

use super::calls::Call;
use super::check::{Broken, Check};
use super::credit;
use super::durability::Moment;
use super::white::{Sight, WhiteBox};
use crate::facts::{Applied, Fault};

impl WhiteBox {
    /// What the network reports. Whether this was such a fact.
    pub(super) fn message(
        &mut self,
        sight: Sight<'_>,
        peer: Option<usize>,
        notice: &Notice<'_>,
    ) -> Result<bool, Box<Broken>> {
        self.credit.earn();
        let Some(peer) = peer else { return Ok(false) };
        if let Some(RequestSent { call, method, digest, .. }) = notice.fact() {
            let sender = self.subjects[peer].standing();
            let call = (*call, Call { method, digest: *digest, sent: notice.at, sender, receiver: None });
            self.subjects[peer].obedience.sends(&call.1);
            self.calls.begin(call.0, call.1);
        } else if let Some(RequestDelivered { call, .. }) = notice.fact() {
            let subject = &mut self.subjects[peer];
            subject.fresh = false;
            subject.open.push((*call, notice.at));
            if let Some(call) = self.calls.get(*call) {
                call.receiver = Some(subject.standing());
            }
        } else if let Some(ReplySent { call, .. }) = notice.fact() {
            self.answered(sight, peer, *call)?;
        } else if let Some(ReplyDelivered { call, .. }) = notice.fact() {
            self.heard(sight, peer, *call)?;
        } else if let Some(CallFailed { call, .. }) = notice.fact() {
            self.failed(*call, notice);
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// What happened to a peer otherwise.
    #[expect(clippy::unnecessary_wraps, reason = "facts are answered alike")]
    pub(super) fn fact(&mut self, peer: usize, notice: &Notice<'_>) -> Check {
        let subject = &mut self.subjects[peer];
        if notice.fact::<Persisted>().is_some() {
            // In the midst of the peer's code: it is looked at when its step is over.
            subject.saved = true;
            subject.saved_since_promise = true;
            subject.wanted = true;
        } else if let Some(Applied { index, .. }) = notice.fact() {
            subject.wanted |= subject.view.as_ref().is_some_and(|view| view.commit_index < *index);
        } else if let Some(fault) = notice.fact() {
            match fault {
                Fault::Crashed => subject.crash(),
                Fault::Booted { .. } => subject.boot(),
                _ => {}
            }
        }
        Ok(())
    }

    /// A peer's handler has answered: what it has told must be on its disk.
    fn answered(&mut self, sight: Sight<'_>, peer: usize, number: u64) -> Check {
        let subject = &mut self.subjects[peer];
        if let Some(place) = subject.open.iter().position(|(open, _)| *open == number) {
            subject.open.swap_remove(place);
        }
        self.check_yielding(sight, peer, number)?;
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
    fn check_yielding(&mut self, sight: Sight<'_>, peer: usize, number: u64) -> Check {
        let subject = &self.subjects[peer];
        let was_candidate = subject.view.as_ref().is_some_and(|view| view.role == Role::Candidate);
        let Some(call) = self.calls.get(number).copied().filter(|_| was_candidate) else { return Ok(()) };
        let Some(sender) = self.subjects.get(call.sender.peer) else { return Ok(()) };
        if !subject.obedience.is_leaders_word(&call, subject.standing(), &sender.obedience) {
            return Ok(());
        }
        match sight.cluster.peek(peer) {
            Some(view) => self.subjects[peer].obedience.answered_leader(&call, peer, &view, sight.now),
            None => Ok(()),
        }
    }

    /// An answer has come back to its caller.
    fn heard(&mut self, sight: Sight<'_>, peer: usize, number: u64) -> Check {
        let Some(call) = self.calls.end(number) else { return Ok(()) };
        let subject = &mut self.subjects[peer];
        if sight.cluster.is_paused(peer) {
            subject.obedience.paused();
            return Ok(());
        }
        let now = subject.standing();
        subject.obedience.heard(&call, now, sight.now)
    }

    fn failed(&mut self, number: u64, notice: &Notice<'_>) {
        let receiver = self.calls.end(number).and_then(|call| call.receiver);
        if let Some(subject) = receiver.and_then(|receiver| self.subjects.get_mut(receiver.peer)) {
            subject.abandon(number, notice.at);
        }
    }
}
