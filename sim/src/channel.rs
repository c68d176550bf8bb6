//! An unbuffered channel: a send is done when a receiver has taken the value, as with Go's `make(chan T)`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::waiting::{Wait, awaits};

/// Makes a channel without any room: values pass from hand to hand.
///
/// Senders are served in the order in which they came.
pub fn rendezvous<T>() -> (Sender<T>, Receiver<T>) {
    let state = State { offers: VecDeque::new(), next_ticket: 0, receiver: None, senders: 1, open: true };
    let shared = Rc::new(RefCell::new(state));
    (Sender { shared: shared.clone() }, Receiver { shared })
}

struct State<T> {
    /// Values on offer, oldest first.
    offers: VecDeque<Offer<T>>,
    next_ticket: u64,
    /// Who waits in `recv`.
    receiver: Option<Waker>,
    senders: usize,
    /// Whether the receiver still exists.
    open: bool,
}

struct Offer<T> {
    ticket: u64,
    value: T,
    sender: Waker,
}

type Shared<T> = Rc<RefCell<State<T>>>;

/// The receiver is gone; the value comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the receiving end of the channel is gone")]
pub struct Closed<T>(pub T);

/// The sending end; clones send into the same channel.
pub struct Sender<T> {
    shared: Shared<T>,
}

impl<T> Sender<T> {
    /// Offers `value` and waits until the receiver has taken it. Dropping the future takes the offer back.
    ///
    /// # Errors
    /// [`Closed`] if the receiver is gone.
    #[track_caller]
    pub fn send(&self, value: T) -> Send<'_, T> {
        Send { shared: &self.shared, stage: Stage::Fresh(value), place: Location::caller() }
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        self.shared.borrow_mut().senders += 1;
        Self { shared: self.shared.clone() }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let mut state = self.shared.borrow_mut();
        state.senders -= 1;
        let waiting = if state.senders == 0 { state.receiver.take() } else { None };
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// The future of [`Sender::send`].
#[must_use = "nothing is sent until this is awaited"]
pub struct Send<'a, T> {
    shared: &'a Shared<T>,
    stage: Stage<T>,
    place: &'static Location<'static>,
}

enum Stage<T> {
    Fresh(T),
    Offered(u64),
    Done,
}

// The value is moved in and out, never pinned.
impl<T> Unpin for Send<'_, T> {}

impl<T> Future for Send<'_, T> {
    type Output = Result<(), Closed<T>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Fresh(value) => self.offer(value, cx),
            Stage::Offered(ticket) => self.look(ticket, cx),
            Stage::Done => panic!("a send was polled after it was done"),
        };
        if outcome.is_pending() {
            awaits(&Wait { what: "a receiver for", subject: "Sender::send" }, self.place);
        }
        outcome
    }
}

impl<T> Send<'_, T> {
    fn offer(&mut self, value: T, cx: &Context<'_>) -> Poll<Result<(), Closed<T>>> {
        let mut state = self.shared.borrow_mut();
        if !state.open {
            return Poll::Ready(Err(Closed(value)));
        }
        let ticket = state.next_ticket;
        state.next_ticket += 1;
        state.offers.push_back(Offer { ticket, value, sender: cx.waker().clone() });
        let waiting = state.receiver.take();
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
        self.stage = Stage::Offered(ticket);
        Poll::Pending
    }

    /// Whether the offer was taken.
    fn look(&mut self, ticket: u64, cx: &Context<'_>) -> Poll<Result<(), Closed<T>>> {
        let mut state = self.shared.borrow_mut();
        let Some(position) = state.offers.iter().position(|offer| offer.ticket == ticket) else {
            return Poll::Ready(Ok(()));
        };
        if !state.open {
            let offer = state.offers.remove(position);
            return offer.map_or(Poll::Ready(Ok(())), |offer| Poll::Ready(Err(Closed(offer.value))));
        }
        state.offers[position].sender.clone_from(cx.waker());
        self.stage = Stage::Offered(ticket);
        Poll::Pending
    }
}

impl<T> Drop for Send<'_, T> {
    fn drop(&mut self) {
        let Stage::Offered(ticket) = self.stage else { return };
        let mut state = self.shared.borrow_mut();
        let position = state.offers.iter().position(|offer| offer.ticket == ticket);
        let taken_back = position.and_then(|position| state.offers.remove(position));
        drop(state);
        drop(taken_back);
    }
}

/// The receiving end.
pub struct Receiver<T> {
    shared: Shared<T>,
}

impl<T> Receiver<T> {
    /// Waits for a value and takes it; `None` once every sender is gone.
    #[track_caller]
    pub fn recv(&mut self) -> Recv<'_, T> {
        Recv { shared: &self.shared, place: Location::caller() }
    }
}

/// The future of [`Receiver::recv`].
#[must_use = "nothing is received until this is awaited"]
pub struct Recv<'a, T> {
    shared: &'a Shared<T>,
    place: &'static Location<'static>,
}

impl<T> Future for Recv<'_, T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let mut state = self.shared.borrow_mut();
        if let Some(offer) = state.offers.pop_front() {
            drop(state);
            offer.sender.wake();
            return Poll::Ready(Some(offer.value));
        }
        if state.senders == 0 {
            return Poll::Ready(None);
        }
        let old = state.receiver.replace(cx.waker().clone());
        drop(state);
        drop(old);
        awaits(&Wait { what: "a value from", subject: "Receiver::recv" }, self.place);
        Poll::Pending
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let mut state = self.shared.borrow_mut();
        state.open = false;
        let senders: Vec<Waker> = state.offers.iter().map(|offer| offer.sender.clone()).collect();
        drop(state);
        senders.into_iter().for_each(Waker::wake);
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}
