//! A mutex that turns a silent hang into a diagnosis.

use std::cell::Cell;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;

use crate::panics::HeldAcrossAwait;
use crate::{World, ambient};

/// A mutual-exclusion lock over `parking_lot`'s, for code that runs in a simulation.
///
/// One thread runs everything, so a lock that is taken when it is wanted will never be released while the one
/// who wants it waits: either the same code locks twice, or a guard is held across an `.await`. A real lock
/// would hang for ever; this one panics at once and names both places.
///
/// ```
/// let term = sim::Mutex::new(3);
/// *term.lock() += 1;
/// assert_eq!(*term.lock(), 4);
/// ```
pub struct Mutex<T: ?Sized> {
    /// Who holds the lock, or held it last.
    holder: Cell<Option<Holder>>,
    inner: parking_lot::Mutex<T>,
}

#[derive(Clone, Copy)]
struct Holder {
    place: &'static Location<'static>,
    /// The step of the run in which the lock was taken.
    step: u64,
}

impl<T> Mutex<T> {
    /// A lock around `value`, free.
    pub const fn new(value: T) -> Self {
        Self { holder: Cell::new(None), inner: parking_lot::Mutex::new(value) }
    }

    /// The value, which nobody else can hold any more.
    pub fn into_inner(self) -> T {
        self.inner.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Takes the lock until the guard is dropped.
    ///
    /// # Panics
    /// If the lock is taken, with both places.
    #[track_caller]
    #[inline]
    pub fn lock(&self) -> MutexGuard<'_, T> {
        let place = Location::caller();
        let Some(guard) = self.inner.try_lock() else { self.contended(place) };
        self.holder.set(Some(Holder { place, step: current_step() }));
        MutexGuard { guard }
    }

    /// The value, through an exclusive reference, which needs no lock.
    pub fn get_mut(&mut self) -> &mut T {
        self.inner.get_mut()
    }

    #[cold]
    #[track_caller]
    fn contended(&self, wanted: &Location<'_>) -> ! {
        let Some(holder) = self.holder.get() else {
            panic!("locked at {wanted}, while somebody holds the lock")
        };
        let held = holder.place;
        assert!(
            holder.step != current_step(),
            "locked at {wanted}, while the same code still holds the guard it took at {held}: drop that guard first"
        );
        HeldAcrossAwait::panic(format!(
            "locked at {wanted}, while the guard taken at {held} is held across an `.await`: \
             a real lock would hang here for ever; drop the guard before awaiting"
        ));
    }
}

fn current_step() -> u64 {
    ambient::try_with(|world: &World| world.inner().step.get()).unwrap_or(0)
}

impl<T: Default> Default for Mutex<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// Holds a [`Mutex`] locked; dropping it releases the lock.
#[must_use = "the lock is released when the guard is dropped"]
pub struct MutexGuard<'a, T: ?Sized> {
    guard: parking_lot::MutexGuard<'a, T>,
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.guard
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.guard
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.guard.fmt(f)
    }
}
