//! The two who wait for each other: the caller, and a handler that answers later.

use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};

use bytes::Bytes;
use sim::Wait;

use super::Inner;
use super::flight::Stage;
use crate::server::Reply;

/// A call that waits for its outcome.
pub(crate) struct Call {
    /// The network and the call's place in its table; `None` when the outcome is known to be none, or was
    /// taken.
    under_way: Option<(Rc<Inner>, usize)>,
    wait: &'static Wait,
    place: &'static Location<'static>,
}

impl Call {
    /// A call on a closed network: it fails at once.
    pub(super) const fn closed(wait: &'static Wait, place: &'static Location<'static>) -> Self {
        Self { under_way: None, wait, place }
    }

    pub(super) fn under_way(
        network: &Rc<Inner>,
        slot: usize,
        wait: &'static Wait,
        place: &'static Location<'static>,
    ) -> Self {
        Self { under_way: Some((network.clone(), slot)), wait, place }
    }
}

impl Future for Call {
    type Output = Option<Bytes>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let Some((network, slot)) = &self.under_way else { return Poll::Ready(None) };
        let mut flights = network.flights.borrow_mut();
        let flight = flights.get_mut(*slot);
        let Stage::Done(outcome) = &mut flight.stage else {
            let stale = flight.waiter.replace(cx.waker().clone());
            drop(flights);
            drop(stale);
            network.world.awaits(self.wait, self.place);
            return Poll::Pending;
        };
        let outcome = outcome.take();
        let flight = flights.remove(*slot);
        drop(flights);
        drop(flight);
        self.under_way = None;
        Poll::Ready(outcome)
    }
}

/// A caller that stops waiting, because it was dropped or its node crashed, does not call back its request.
impl Drop for Call {
    fn drop(&mut self) {
        let Some((network, slot)) = self.under_way.take() else { return };
        let mut flights = network.flights.borrow_mut();
        let Some(flight) = flights.find_mut(slot) else { return };
        flight.abandoned = true;
        let waiter = flight.waiter.take();
        let done = matches!(flight.stage, Stage::Done(_)).then(|| flights.remove(slot));
        drop(flights);
        drop((waiter, done));
    }
}

/// Where a handler that answers later leaves its reply.
pub(crate) struct Answer {
    network: Weak<Inner>,
    slot: usize,
    call: u64,
}

impl Answer {
    pub(super) fn new(network: &Rc<Inner>, slot: usize, call: u64) -> Self {
        Self { network: Rc::downgrade(network), slot, call }
    }

    pub(crate) fn give(self, reply: Reply) {
        if let Some(network) = self.network.upgrade() {
            network.answered(self.slot, self.call, reply);
        }
    }
}
