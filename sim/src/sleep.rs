//! Waiting for virtual time to pass.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use crate::timers::SleepKey;
use crate::{Instant, World, ambient};

/// Waits for `span` of virtual time. A zero span lets others run, like [`yield_now`]: code that only ever
/// sleeps for no time is found out as a livelock.
///
/// # Panics
/// Outside a simulation.
#[track_caller]
pub fn sleep(span: Duration) -> Sleep {
    sleep_until(ambient::now() + span)
}

/// Waits until `deadline`. If that has passed, others may run and no time passes.
///
/// # Panics
/// When polled outside a simulation.
pub const fn sleep_until(deadline: Instant) -> Sleep {
    Sleep { deadline, stage: Stage::Fresh }
}

/// The future of [`sleep`] and [`sleep_until`].
#[derive(Debug)]
#[must_use = "a sleep does nothing until it is awaited"]
pub struct Sleep {
    deadline: Instant,
    stage: Stage,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    Fresh,
    /// The deadline had passed when this was first polled.
    Yielded,
    Waiting(SleepKey),
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
        let (deadline, stage) = (self.deadline, self.stage);
        let (next, old_waker) = ambient::with(|world| {
            if world.now() >= deadline {
                return (matches!(stage, Stage::Fresh).then_some(Stage::Yielded), None);
            }
            let mut timers = world.inner().timers.borrow_mut();
            match stage {
                Stage::Waiting(key) => (Some(stage), timers.replace_waker(key, cx.waker())),
                Stage::Fresh | Stage::Yielded => {
                    (Some(Stage::Waiting(timers.add_sleeper(deadline, cx.waker().clone()))), None)
                }
            }
        });
        drop(old_waker);
        let Some(next) = next else { return Poll::Ready(()) };
        if matches!(next, Stage::Yielded) {
            cx.waker().wake_by_ref();
        }
        self.stage = next;
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        let Stage::Waiting(key) = self.stage else { return };
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

/// Goes back among the runnable tasks, at the same instant. The scheduler picks who is next, and may pick
/// this one.
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
