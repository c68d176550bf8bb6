//! Waiting for virtual time to pass.

use std::future::Future;
use std::panic::Location;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use crate::timers::SleepKey;
use crate::waiting::{Awaited, Wait, awaits};
use crate::{Instant, World, ambient};

static SLEEP: Wait = Wait { what: Awaited::TIME, subject: "in sim::sleep" };
static SLEEP_UNTIL: Wait = Wait { what: Awaited::TIME, subject: "in sim::sleep_until" };
static TIMEOUT: Wait = Wait { what: Awaited::TIME, subject: "in sim::timeout" };

/// Waits for `span` of virtual time. A zero span lets others run, like [`yield_now`]: code that only ever
/// sleeps for no time is found out as a livelock.
///
/// # Panics
/// Outside a simulation.
#[track_caller]
pub fn sleep(span: Duration) -> Sleep {
    Sleep::new(ambient::now() + span, &SLEEP, Location::caller())
}

/// Waits until `deadline`. If that has passed, others may run and no time passes.
///
/// # Panics
/// When polled outside a simulation.
#[track_caller]
pub const fn sleep_until(deadline: Instant) -> Sleep {
    Sleep::new(deadline, &SLEEP_UNTIL, Location::caller())
}

/// The future of [`sleep`] and [`sleep_until`].
#[derive(Debug)]
#[must_use = "a sleep does nothing until it is awaited"]
pub struct Sleep {
    deadline: Instant,
    stage: Stage,
    wait: &'static Wait,
    place: &'static Location<'static>,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    Fresh,
    /// The deadline had passed when this was first polled.
    Yielded,
    Waiting(SleepKey),
}

impl Sleep {
    const fn new(deadline: Instant, wait: &'static Wait, place: &'static Location<'static>) -> Self {
        Self { deadline, stage: Stage::Fresh, wait, place }
    }

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
            if world.local_now() >= deadline {
                if matches!(stage, Stage::Fresh) {
                    world.awaits(self.wait, self.place);
                    return (Some(Stage::Yielded), None);
                }
                return (None, None);
            }
            world.awaits(self.wait, self.place);
            let at = world.when_local(deadline);
            let mut timers = world.inner().timers.borrow_mut();
            match stage {
                Stage::Waiting(key) => (Some(stage), timers.replace_waker(key, cx.waker())),
                Stage::Fresh | Stage::Yielded => {
                    (Some(Stage::Waiting(timers.add_sleeper(at, cx.waker().clone()))), None)
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
/// When polled outside a simulation.
#[track_caller]
pub fn timeout<F: Future>(
    span: Duration,
    future: F,
) -> impl Future<Output = Result<F::Output, Elapsed>> + use<F> {
    let place = Location::caller();
    async move {
        let mut future = pin!(future);
        // The time runs from the first poll on.
        let mut clock = pin!(Sleep::new(ambient::now() + span, &TIMEOUT, place));
        std::future::poll_fn(|cx| {
            if let Poll::Ready(value) = future.as_mut().poll(cx) {
                return Poll::Ready(Ok(value));
            }
            clock.as_mut().poll(cx).map(|()| Err(Elapsed))
        })
        .await
    }
}

/// Goes back among the runnable tasks, at the same instant. The scheduler picks who is next, and may pick
/// this one.
#[track_caller]
pub fn yield_now() -> impl Future<Output = ()> {
    let place = Location::caller();
    let mut yielded = false;
    std::future::poll_fn(move |cx| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        cx.waker().wake_by_ref();
        awaits(&Wait { what: "its next turn", subject: "after sim::yield_now" }, place);
        Poll::Pending
    })
}
