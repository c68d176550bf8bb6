//! The face that simulated code sees: functions that find the world they run in by themselves, like tokio's.

use std::cell::RefCell;
use std::fmt;
use std::future::Future;
use std::panic::Location;

use rand::RngExt;
use rand::distr::uniform::{SampleRange, SampleUniform};

use crate::task::TaskId;
use crate::trace::Note;
use crate::{Instant, JoinHandle, World};

thread_local! {
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
}

/// Makes `world` the ambient one until the guard is dropped.
pub(crate) fn enter(world: World) -> Ambient {
    WORLD.with_borrow_mut(|ambient| {
        assert!(ambient.is_none(), "a simulation cannot run inside another one");
        *ambient = Some(world);
    });
    Ambient(())
}

/// Makes `world` the ambient one in the place of whatever was, until the guard is dropped.
pub(crate) fn swap(world: &World) -> Swapped {
    Swapped(WORLD.replace(Some(world.clone())))
}

/// While it lives, another world takes the place of the ambient one.
#[must_use]
pub(crate) struct Swapped(Option<World>);

impl Drop for Swapped {
    fn drop(&mut self) {
        let world = WORLD.replace(self.0.take());
        drop(world);
    }
}

/// While it lives, there is an ambient world on this thread.
#[must_use]
pub(crate) struct Ambient(());

impl Drop for Ambient {
    fn drop(&mut self) {
        let world = WORLD.take();
        drop(world);
    }
}

pub(crate) fn try_with<T>(f: impl FnOnce(&World) -> T) -> Option<T> {
    WORLD.with_borrow(|world| world.as_ref().map(f))
}

#[track_caller]
pub(crate) fn with<T>(f: impl FnOnce(&World) -> T) -> T {
    // Not `unwrap_or_else`, whose closure would not know the caller's place.
    match try_with(f) {
        Some(value) => value,
        None => outside(),
    }
}

#[cold]
#[track_caller]
fn outside() -> ! {
    panic!("this part of `sim` works only inside a simulation: call it from code that `sim::run` runs")
}

/// Wakes a task of the ambient world. Without one there is nobody to wake any more.
pub(crate) fn wake(task: TaskId) {
    try_with(|world| world.wake(task));
}

/// Spawns a task on the node of the spawning code. It takes its first step later, not now.
///
/// Dropping the handle leaves the task running. A crash of the node drops the task.
///
/// # Panics
/// Outside a simulation.
#[track_caller]
pub fn spawn<F: Future + 'static>(future: F) -> JoinHandle<F::Output> {
    let site = Location::caller();
    World::current().spawn_from(future, site)
}

/// The present virtual time, by the clock of the node that is running.
///
/// # Panics
/// Outside a simulation.
#[track_caller]
pub fn now() -> Instant {
    with(World::local_now)
}

/// A random value in `range`, from the stream of the node that is running, or of the test script.
///
/// ```
/// use std::time::Duration;
/// # sim::run(sim::Config::new(1), |_| async {
/// let timeout = sim::random_range(Duration::from_millis(150)..Duration::from_millis(300));
/// let peer = sim::random_range(0..5);
/// # });
/// ```
///
/// # Panics
/// Outside a simulation, or if the range is empty.
#[track_caller]
pub fn random_range<T: SampleUniform, R: SampleRange<T>>(range: R) -> T {
    with(|world| world.with_stream(|stream| stream.random_range(range)))
}

/// Leaves a line in the trace. Use the [`note!`](crate::note!) macro.
///
/// # Panics
/// Outside a simulation.
#[track_caller]
pub fn note(text: fmt::Arguments<'_>) {
    // Formatting runs foreign code, which may come back here: nothing is borrowed meanwhile.
    let text = text.to_string();
    with(|world| world.emit(Note(text)));
}

/// Leaves a line in the run's trace: `note!("became leader in term {term}")`.
///
/// The line is part of the run's digest, and shown with its time and node by `replay --log`.
///
/// # Panics
/// Outside a simulation.
#[macro_export]
macro_rules! note {
    ($($text:tt)*) => {
        $crate::note(::core::format_args!($($text)*))
    };
}
