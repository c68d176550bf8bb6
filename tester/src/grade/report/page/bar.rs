//! A bar: a share, and how far it can be relied on. All in thousandths, as whole numbers.

use crate::grade::Points;
use crate::grade::report::standing::Rate;
use crate::hunt::Interval;

/// The whole length.
const LENGTH: f64 = 1000.0;
/// The least that is seen.
const LEAST: u64 = 6;

/// What a template draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bar {
    /// How much of it is filled.
    pub(super) share: u64,
    /// Between which lengths the true share lies.
    pub(super) interval: Option<Span>,
}

/// A part of the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) low: u64,
    pub(super) high: u64,
}

impl Bar {
    /// So much out of a whole. Where there is no whole, there is nothing to fill.
    pub(super) fn of(part: u64, whole: u64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "drawn to a thousandth")]
        let share = if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        Self { share: filled(share), interval: None }
    }

    /// So many points of those that there are.
    pub(super) fn of_points(earned: Points, possible: Points) -> Self {
        Self::of(earned.hundredths(), possible.hundredths())
    }

    /// So many runs of those that there should be.
    pub(super) fn of_rate(rate: Rate) -> Self {
        let span = |Interval { low, high }| Span { low: place(low), high: place(high) };
        Self { share: filled(rate.share()), interval: rate.interval.map(span) }
    }

    /// Whether nothing is missing.
    pub(super) const fn is_whole(&self) -> bool {
        self.share == 1000
    }
}

/// How much of the bar is filled: only nothing leaves it empty, and only all of it fills it.
fn filled(share: f64) -> u64 {
    match share {
        ..=0.0 => 0,
        1.0.. => place(1.0),
        share => place(share).clamp(LEAST, 1000 - LEAST),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
fn place(share: f64) -> u64 {
    (share.clamp(0.0, 1.0) * LENGTH).round() as u64
}

#[test]
fn what_is_almost_nothing_or_almost_all_looks_like_neither() {
    let share = |part, whole| Bar::of(part, whole).share;
    assert_eq!([share(0, 0), share(0, 9), share(1, 100_000), share(1, 2)], [0, 0, 6, 500]);
    assert_eq!([share(99_999, 100_000), share(7, 7)], [994, 1000]);
    assert!(Bar::of(7, 7).is_whole() && !Bar::of(99_999, 100_000).is_whole());
}
