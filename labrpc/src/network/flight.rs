//! Requests under way.

use std::rc::Rc;
use std::task::Waker;

use bytes::Bytes;
use sim::{Instant, NodeId};
use slab::Slab;

use super::chance::ReplyFate;
use crate::facts::Reason;
use crate::server::Core;

/// One request, from its intake until the caller has taken note of the outcome.
pub(super) struct Flight {
    /// The number of the call in this run.
    pub(super) call: u64,
    pub(super) method: &'static str,
    pub(super) caller: Option<NodeId>,
    /// When the request was handed to its handler; before, when it was taken in.
    pub(super) since: Instant,
    pub(super) link: usize,
    /// Which message of the link it is, from 1 on.
    pub(super) message: u64,
    /// Where the link pointed, and which object answered to that name, when the request was taken in.
    pub(super) target: Option<usize>,
    pub(super) server: Option<Rc<Core>>,
    /// What the network will do to the reply.
    pub(super) reply: ReplyFate,
    /// It is the second delivery of a request: nobody waits for what comes of it.
    pub(super) is_copy: bool,
    pub(super) stage: Stage,
    /// The ticket of the timer that will move this flight on; timers with other tickets are stale.
    pub(super) ticket: u32,
    pub(super) waiter: Option<Waker>,
    /// The caller has given up waiting: nobody will collect the outcome.
    pub(super) abandoned: bool,
}

/// How far a request has come.
pub(super) enum Stage {
    /// The request travels; these are its arguments.
    Outbound(Bytes),
    /// It will fail for this reason when its timer comes.
    Failing(Reason),
    /// The handler runs. Every 100 ms somebody looks whether its answer could still be delivered.
    Executing,
    /// The reply travels.
    Returning(Bytes),
    /// Done: the reply, or none.
    Done(Option<Bytes>),
}

/// All requests under way.
#[derive(Default)]
pub(super) struct Flights {
    table: Slab<Flight>,
    last_ticket: u32,
}

impl Flights {
    pub(super) fn insert(&mut self, flight: Flight) -> usize {
        self.table.insert(flight)
    }

    pub(super) fn get_mut(&mut self, slot: usize) -> &mut Flight {
        &mut self.table[slot]
    }

    pub(super) fn find_mut(&mut self, slot: usize) -> Option<&mut Flight> {
        self.table.get_mut(slot)
    }

    pub(super) fn remove(&mut self, slot: usize) -> Flight {
        self.table.remove(slot)
    }

    pub(super) fn drain(&mut self) -> Vec<Flight> {
        self.table.drain().collect()
    }

    /// Gives the flight a fresh ticket; the token for its timer.
    pub(super) fn ticket(&mut self, slot: usize) -> u64 {
        self.last_ticket = self.last_ticket.wrapping_add(1);
        self.table[slot].ticket = self.last_ticket;
        (slot as u64) << 32 | u64::from(self.last_ticket)
    }

    /// The flight that a timer's token is for, unless the token is stale.
    pub(super) fn by_token(&self, token: u64) -> Option<usize> {
        let slot = usize::try_from(token >> 32).ok()?;
        let current = self.table.get(slot)?.ticket;
        (u64::from(current) == token & u64::from(u32::MAX)).then_some(slot)
    }

    /// The flight of this call that waits for its handler's answer in `slot`, if it still does.
    pub(super) fn executing(&self, slot: usize, call: u64) -> bool {
        self.table
            .get(slot)
            .is_some_and(|flight| flight.call == call && matches!(flight.stage, Stage::Executing))
    }
}
