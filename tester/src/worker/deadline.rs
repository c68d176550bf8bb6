//! The end of anybody's patience with all runs together, however lively each of them is.

use std::time::Duration;

use crate::runner::Stopwatch;

/// So much real time after a beginning.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    clock: Stopwatch,
    limit: Duration,
}

impl Deadline {
    /// So much time from now on.
    pub(crate) fn after(limit: Duration) -> Self {
        Self { clock: Stopwatch::start(), limit }
    }

    /// How much of `wait` is left before the deadline, if there is one; `None` if it is over.
    pub(super) fn cut(deadline: Option<Self>, wait: Duration) -> Option<Duration> {
        let left = deadline.map_or(wait, |deadline| deadline.limit.saturating_sub(deadline.clock.elapsed()));
        Some(left.min(wait)).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_end_counts() {
        let (short, long) = (Duration::from_millis(1), Duration::from_hours(1));
        assert_eq!(Deadline::cut(None, long), Some(long));
        assert_eq!(Deadline::cut(Some(Deadline::after(long)), short), Some(short));
        assert!(Deadline::cut(Some(Deadline::after(long / 2)), long).is_some_and(|left| left < long));
        assert_eq!(Deadline::cut(Some(Deadline::after(Duration::ZERO)), long), None);
    }
}
