//! A bell for one sleeper: a ring while nobody sleeps is not lost.

use std::cell::{Cell, RefCell};
use std::future;
use std::task::{Poll, Waker};

#[derive(Default)]
pub(crate) struct Bell {
    has_rung: Cell<bool>,
    sleeper: RefCell<Option<Waker>>,
}

impl Bell {
    pub(crate) fn ring(&self) {
        self.has_rung.set(true);
        if let Some(sleeper) = self.sleeper.take() {
            sleeper.wake();
        }
    }

    /// Sleeps until the bell rings, or not at all if it has rung since the last time.
    pub(crate) fn heard(&self) -> impl Future<Output = ()> {
        future::poll_fn(|cx| {
            if self.has_rung.take() {
                return Poll::Ready(());
            }
            self.sleeper.replace(Some(cx.waker().clone()));
            Poll::Pending
        })
    }
}
