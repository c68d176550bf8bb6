//! Tasks: futures that the scheduler runs, each owned by one life of a node.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use pin_project_lite::pin_project;
use slab::Slab;

use crate::Life;

/// The number of a live task. Used again after the task has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TaskId(pub(crate) u32);

/// A task that is ready to take a step.
pub(crate) type Runnable = async_task::Runnable<TaskId>;

/// What the world knows about a task.
pub(crate) struct Entry {
    /// Dropping it cancels the task.
    pub(crate) task: Option<async_task::Task<(), TaskId>>,
    pub(crate) life: Life,
    pub(crate) spawned: &'static Location<'static>,
}

/// All live tasks of a run.
pub(crate) type Table = Slab<Entry>;

struct Join<T> {
    value: Cell<Option<T>>,
    waiter: RefCell<Option<Waker>>,
}

pin_project! {
    /// A spawned future, which leaves its result for the one who joins.
    pub(crate) struct Joinable<F: Future> {
        #[pin]
        future: F,
        join: Rc<Join<F::Output>>,
    }
}

impl<F: Future> Future for Joinable<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let Poll::Ready(value) = this.future.poll(cx) else { return Poll::Pending };
        this.join.value.set(Some(value));
        let waiter = this.join.waiter.take();
        if let Some(waiter) = waiter {
            waiter.wake();
        }
        Poll::Ready(())
    }
}

pub(crate) fn joinable<F: Future>(future: F) -> (Joinable<F>, JoinHandle<F::Output>) {
    let join = Rc::new(Join { value: Cell::new(None), waiter: RefCell::new(None) });
    (Joinable { future, join: join.clone() }, JoinHandle { join })
}

/// Waits for a spawned task and yields its result. Dropping the handle leaves the task running.
///
/// If the task's node crashes, the task never ends and neither does waiting for it.
///
/// # Panics
/// When polled again after it has yielded the result.
#[must_use = "drop it explicitly, or await it"]
pub struct JoinHandle<T> {
    join: Rc<Join<T>>,
}

impl<T> JoinHandle<T> {
    /// The result, if the task has ended and nobody has taken the result yet.
    pub fn try_take(&self) -> Option<T> {
        self.join.value.take()
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        if let Some(value) = self.join.value.take() {
            return Poll::Ready(value);
        }
        // The joined future holds the other reference until it has ended or was dropped.
        let mut waiter = self.join.waiter.borrow_mut();
        if !waiter.as_ref().is_some_and(|waiter| waiter.will_wake(cx.waker())) {
            *waiter = Some(cx.waker().clone());
        }
        Poll::Pending
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}
