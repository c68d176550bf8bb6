//! What an event can have come of directly: what came before it at the same place, and the other end of its
//! message.

use std::collections::BTreeMap;

use labrpc::facts::{
    CallFailed, Reason, ReplyDelivered, ReplySent, RequestDelivered, RequestDuplicated, RequestSent,
};
use sim::Event;

use crate::facts::{Applied, Checkpoint, Fault, Submitted, Violated};

/// What has happened so far, as far as something later can have come of it.
#[derive(Default)]
pub(super) struct Causes {
    /// The last event of the test's script.
    script: Option<u64>,
    /// The last event of each node.
    nodes: Vec<Node>,
    /// The calls, by their numbers; there is no call 0.
    calls: Vec<Call>,
    /// By index: the last event at which each node's service took a command for it.
    applied: BTreeMap<u64, BTreeMap<usize, u64>>,
    /// The last broken rule.
    violated: Option<u64>,
}

#[derive(Clone, Copy, Default)]
struct Node {
    last: Option<u64>,
    /// Whether it is about to crash at a save, and nobody's hand does it.
    is_due: bool,
}

impl Node {
    /// A fault strikes. Whether it comes of what the node does, and not of what the script has it do.
    const fn strike(&mut self, fault: Fault) -> bool {
        self.is_due |= matches!(fault, Fault::CrashDue(_));
        let is_by_itself = self.is_due;
        self.is_due &= !matches!(fault, Fault::Crashed);
        is_by_itself
    }
}

/// What has become of a call so far.
#[derive(Clone, Copy, Default)]
struct Call {
    sent: Option<u64>,
    duplicated: Option<u64>,
    delivered: Option<u64>,
    replied: Option<u64>,
    /// When its second delivery came.
    copy_delivered: Option<u64>,
}

impl Causes {
    /// The parents of the next event, in rising order.
    pub(super) fn of(&mut self, event: &Event) -> Vec<u64> {
        let mut parents = Vec::new();
        match self.in_the_network(event) {
            Some(others) => parents.extend(others.into_iter().flatten()),
            None => self.collect(event, &mut parents),
        }
        let place = match event.node {
            Some(node) => &mut self.node(node.index()).last,
            None => &mut self.script,
        };
        parents.extend(place.replace(event.id));
        parents.sort_unstable();
        parents.dedup();
        parents
    }

    /// The parents besides the event before it at the same place, of whatever is not the network's.
    fn collect(&mut self, event: &Event, parents: &mut Vec<u64>) {
        if event.fact::<Submitted>().is_some() {
            parents.extend(self.script);
        } else if let (Some(Applied { index, .. }), Some(node)) = (event.fact(), event.node) {
            self.applied.entry(*index).or_default().insert(node.index(), event.id);
        } else if let (Some(fault), Some(node)) = (event.fact::<Fault>(), event.node) {
            let is_by_itself = self.node(node.index()).strike(*fault);
            parents.extend(self.script.filter(|_| !is_by_itself));
        } else if let Some(Violated(violation)) = event.fact() {
            parents.extend(Some(violation.event).filter(|shown| *shown < event.id));
            self.violated = Some(event.id);
        } else if let Some(checkpoint) = event.fact() {
            self.collect_for(checkpoint, parents);
        }
    }

    /// What a step of the test's script was seen by.
    fn collect_for(&mut self, checkpoint: &Checkpoint, parents: &mut Vec<u64>) {
        match checkpoint {
            Checkpoint::Leader { peer, .. } => parents.extend(self.node(*peer).last),
            Checkpoint::Agreed { index, .. } | Checkpoint::AppliedByEnough { index, .. } => {
                parents.extend(self.applied.get(index).into_iter().flat_map(BTreeMap::values));
            }
            Checkpoint::Failed { .. } => parents.extend(self.violated),
            _ => {}
        }
    }

    /// The parents of what the network tells; `None` for other events.
    fn in_the_network(&mut self, event: &Event) -> Option<[Option<u64>; 2]> {
        let id = Some(event.id);
        let parents = if let Some(RequestSent { call, .. }) = event.fact() {
            self.call(*call).sent = id;
            [None, None]
        } else if let Some(RequestDuplicated { call, .. }) = event.fact() {
            let call = self.call(*call);
            call.duplicated = id;
            [call.sent, None]
        } else if let Some(RequestDelivered { call, is_copy, .. }) = event.fact() {
            let call = self.call(*call);
            if *is_copy {
                call.copy_delivered = id;
                [call.duplicated, None]
            } else {
                call.delivered = id;
                [call.sent, None]
            }
        } else if let Some(ReplySent { call, is_copy, .. }) = event.fact() {
            let call = self.call(*call);
            if *is_copy {
                [call.copy_delivered, None]
            } else {
                call.replied = id;
                [call.delivered, None]
            }
        } else if let Some(ReplyDelivered { call, .. }) = event.fact() {
            [self.call(*call).replied, None]
        } else if let Some(CallFailed { call, reason, .. }) = event.fact() {
            let call = *self.call(*call);
            match reason {
                Reason::ReplyLost => [call.sent, call.replied],
                Reason::CutOff => [call.sent, call.replied.or(call.delivered)],
                Reason::NobodyThere | Reason::RequestLost => [call.sent, None],
            }
        } else {
            return None;
        };
        Some(parents)
    }

    fn call(&mut self, number: u64) -> &mut Call {
        let place = usize::try_from(number).expect("calls are counted one by one");
        if self.calls.len() <= place {
            self.calls.resize_with(place + 1, Call::default);
        }
        &mut self.calls[place]
    }

    fn node(&mut self, node: usize) -> &mut Node {
        if self.nodes.len() <= node {
            self.nodes.resize_with(node + 1, Node::default);
        }
        &mut self.nodes[node]
    }
}
