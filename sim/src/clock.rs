//! Clocks that run fast or slow.
//!
//! A node's clock shows true time multiplied by its rate. Code that runs on the node lives by that clock: it
//! is what [`now`](crate::now) reads and what sleeps are measured in. Everything else, the trace and the
//! diagnoses included, is told in true time.

use crate::{Instant, NodeId, World};

/// The rate of a clock in thousandths of true time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate(u32);

impl Rate {
    pub(crate) const TRUE: Self = Self(1000);

    /// What the clock shows at a true instant.
    fn shown(self, at: Instant) -> Instant {
        Instant::from_nanos(scaled(at.as_nanos(), self.0, 1000, Rounding::Down))
    }

    /// The first true instant at which the clock shows `local` or more.
    fn reached(self, local: Instant) -> Instant {
        Instant::from_nanos(scaled(local.as_nanos(), 1000, self.0, Rounding::Up))
    }
}

#[derive(Clone, Copy)]
enum Rounding {
    Down,
    Up,
}

/// `nanos * by / over`, and the end of time where that is later than any instant.
fn scaled(nanos: u64, by: u32, over: u32, rounding: Rounding) -> u64 {
    let product = u128::from(nanos) * u128::from(by);
    let quotient = match rounding {
        Rounding::Down => product / u128::from(over),
        Rounding::Up => product.div_ceil(u128::from(over)),
    };
    u64::try_from(quotient).unwrap_or(u64::MAX)
}

impl World {
    /// Has the node's clock run at `permille` thousandths of true time from the start of the run on: 1200 is
    /// a fifth too fast. Set it before code runs on the node, or that code sees time jump.
    ///
    /// # Panics
    /// If `permille` is 0.
    pub fn set_clock_rate(&self, node: NodeId, permille: u32) {
        assert!(permille > 0, "a clock that stands still would never end a sleep");
        self.inner().nodes.borrow_mut()[node.index()].rate = Rate(permille);
        self.inner().skewed.set(true);
    }

    /// What the clock of whoever is running shows now.
    #[inline]
    pub(crate) fn local_now(&self) -> Instant {
        match self.local_rate() {
            Some(rate) => rate.shown(self.now()),
            None => self.now(),
        }
    }

    /// When it will be `local` by the clock of whoever is running, in true time.
    pub(crate) fn when_local(&self, local: Instant) -> Instant {
        match self.local_rate() {
            Some(rate) => rate.reached(local),
            None => local,
        }
    }

    /// The rate of the clock of whoever is running; `None` for true time.
    fn local_rate(&self) -> Option<Rate> {
        if !self.inner().skewed.get() {
            return None;
        }
        let node = self.current_node()?;
        Some(self.inner().nodes.borrow()[node.index()].rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_shows_an_instant_exactly_from_the_moment_it_is_reached() {
        for permille in [800, 997, 1000, 1003, 1200] {
            let rate = Rate(permille);
            for local in [0, 1, 7, 999, 1_000_000_007, 119_999_999_999] {
                let local = Instant::from_nanos(local);
                let at = rate.reached(local);
                assert!(rate.shown(at) >= local);
                let before = at.as_nanos().checked_sub(1).map(Instant::from_nanos);
                assert!(before.is_none_or(|before| rate.shown(before) < local), "{permille} {local:?}");
            }
        }
    }

    #[test]
    fn the_end_of_time_is_not_passed() {
        let end = Instant::from_nanos(u64::MAX);
        assert_eq!((Rate(800).reached(end), Rate(1200).shown(end)), (end, end));
    }
}
