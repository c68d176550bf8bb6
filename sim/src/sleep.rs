//! Waiting for virtual time to pass.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use crate::timers::SleepKey;
use crate::{Instant, World, ambient};

/// Waits for `span` of virtual time; a zero span ends at once, without letting others run.
///
/// # Panics
/// Outside a simulation.
#[track_caller]
pub fn sleep(span: Duration) -> Sleep {
    sleep_until(ambient::now() + span)
}

/// Waits until `deadline`; one that has passed ends at once.
///
/// # Panics
/// When polled outside a simulation.
pub const fn sleep_until(deadline: Instant) -> Sleep {
    Sleep { deadline, key: None }
}

/// The future of [`sleep`] and [`sleep_until`].
#[derive(Debug)]
#[must_use = "a sleep does nothing until it is awaited"]
pub struct Sleep {
    deadline: Instant,
    key: Option<SleepKey>,
}

impl Sleep {
    /// When it will end.
    pub const fn deadline(&self) -> Instant {
        self.deadline
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let deadline = self.deadline;
        let key = self.key;
        let (registered, old_waker) = ambient::with(|world| {
            if world.now() >= deadline {
                return (None, None);
            }
            let mut timers = world.inner().timers.borrow_mut();
            match key {
                None => (Some(timers.add_sleeper(deadline, cx.waker().clone())), None),
                Some(key) => (Some(key), timers.replace_waker(key, cx.waker())),
            }
        });
        drop(old_waker);
        match registered {
            Some(key) => {
                self.key = Some(key);
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        let Some(key) = self.key else { return };
        let waker = ambient::try_with(|world: &World| world.inner().timers.borrow_mut().remove_sleeper(key));
        drop(waker);
    }
}

/// The time given to [`timeout`] passed before the future was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the time was up")]
pub struct Elapsed;

/// Waits for `future`, but no longer than `span`. When both end at the same instant, either may win.
///
/// # Errors
/// [`Elapsed`] if the time was up first; the future is dropped.
///
/// # Panics
/// Outside a simulation.
pub async fn timeout<F: Future>(span: Duration, future: F) -> Result<F::Output, Elapsed> {
    let mut future = pin!(future);
    let mut clock = pin!(sleep(span));
    std::future::poll_fn(|cx| {
        if let Poll::Ready(value) = future.as_mut().poll(cx) {
            return Poll::Ready(Ok(value));
        }
        clock.as_mut().poll(cx).map(|()| Err(Elapsed))
    })
    .await
}

/// Lets every other runnable task have its chance before going on, at the same instant.
pub async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|cx| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
