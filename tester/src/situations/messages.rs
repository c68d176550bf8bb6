//! Situations of messages: late, overtaken, lost and doubled ones.

use std::collections::BTreeMap;

use sim::Instant;

use super::subject::{Candidacy, Subject};
use super::{Reached, Situation};

/// A call that is under way.
#[derive(Debug)]
pub(super) struct Call {
    from: usize,
    /// Whom it reached, once it has.
    to: Option<usize>,
    /// The sender's term when it sent.
    term: u64,
    /// Whether the sender certainly led that term.
    leads: bool,
    /// The candidacy in which it was sent, if that is known.
    pub(super) candidacy: Option<Candidacy>,
    sent: Instant,
    /// The number of the event by which it reached its server.
    pub(super) delivered: Option<u64>,
}

/// The latest calls from one peer to another of which something arrived.
#[derive(Clone, Copy, Default)]
struct Latest {
    request: u64,
    reply: u64,
}

/// What is remembered of messages.
pub(super) struct Messages {
    calls: BTreeMap<u64, Call>,
    /// By sender, then by receiver.
    latest: Vec<Vec<Latest>>,
}

impl Messages {
    pub(super) fn new(peers: usize) -> Self {
        Self { calls: BTreeMap::new(), latest: vec![vec![Latest::default(); peers]; peers] }
    }

    /// A call, while it is under way.
    pub(super) fn call(&self, number: u64) -> Option<&Call> {
        self.calls.get(&number)
    }

    /// A request goes out.
    pub(super) fn sent(&mut self, sender: &Subject, from: usize, number: u64, at: Instant) {
        let (term, leads, candidacy) = (sender.term, sender.leads, sender.candidacy());
        let call = Call { from, to: None, term, leads, candidacy, sent: at, delivered: None };
        self.calls.insert(number, call);
    }

    /// A peer's term or role is another after a step. What it sent in that very step may be of before or of
    /// after: it counts as of the later term, and as no candidate's or leader's.
    pub(super) fn changed(&mut self, peer: usize, term: u64, at: Instant) {
        let step = self.calls.values_mut().rev().take_while(|call| call.sent == at);
        for call in step.filter(|call| call.from == peer) {
            (call.term, call.leads, call.candidacy) = (call.term.max(term), false, None);
        }
    }

    /// A request reaches a peer, by the event of this number.
    pub(super) fn delivered(
        &mut self,
        receiver: &Subject,
        to: usize,
        number: u64,
        event: u64,
        reached: &mut Reached,
    ) {
        // A copy may come when the call is over.
        let Some(call) = self.calls.get_mut(&number).filter(|call| call.delivered.is_none()) else {
            reached.add(Situation::DuplicateRequest);
            return;
        };
        (call.to, call.delivered) = (Some(to), Some(event));
        if call.term < receiver.term {
            reached.add(Situation::OldRequest);
        }
        let latest = &mut self.latest[call.from][to].request;
        if number < *latest {
            reached.add(Situation::RequestOvertaken);
        }
        *latest = number.max(*latest);
    }

    /// A reply reaches the caller.
    pub(super) fn replied(&mut self, caller: &Subject, number: u64, reached: &mut Reached) {
        let Some(call) = self.calls.remove(&number) else { return };
        if call.term < caller.term {
            reached.add(Situation::StaleReply);
            if call.leads && caller.leads {
                reached.add(Situation::LateAnswerToLeader);
            }
            if call.candidacy.is_some() && caller.candidacy().is_some() {
                reached.add(Situation::LateVote);
            }
        }
        let Some(to) = call.to else { return };
        let latest = &mut self.latest[call.from][to].reply;
        if number < *latest {
            reached.add(Situation::ReplyOvertaken);
        }
        *latest = number.max(*latest);
    }

    /// The caller learns that there is no answer.
    pub(super) fn failed(&mut self, number: u64, reached: &mut Reached) {
        if self.calls.remove(&number).is_some_and(|call| call.delivered.is_some()) {
            reached.add(Situation::AnswerLost);
        }
    }
}
