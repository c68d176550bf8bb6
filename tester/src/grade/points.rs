//! Points, in hundredths: sums are exact, and the same on every machine.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

use serde::{Deserialize, Serialize};

/// A number of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Points {
    hundredths: u64,
}

impl Points {
    /// No points.
    pub(crate) const NONE: Self = Self { hundredths: 0 };

    /// So many hundredths of a point.
    pub(crate) const fn of_hundredths(hundredths: u64) -> Self {
        Self { hundredths }
    }

    /// How many hundredths of a point these are.
    pub(crate) const fn hundredths(self) -> u64 {
        self.hundredths
    }

    /// As a number, for formats that want one.
    #[expect(clippy::cast_precision_loss, reason = "no course gives 2^53 hundredths")]
    pub(crate) fn number(self) -> f64 {
        self.hundredths as f64 / 100.0
    }
}

/// As in `20`, `7.5` or `6.25`.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.hundredths / 100, self.hundredths % 100);
        let text = match (rest, rest % 10) {
            (0, _) => whole.to_string(),
            (_, 0) => format!("{whole}.{}", rest / 10),
            _ => format!("{whole}.{rest:02}"),
        };
        f.pad(&text)
    }
}

impl Add for Points {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { hundredths: self.hundredths.saturating_add(other.hundredths) }
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::NONE, Self::add)
    }
}

#[cfg(test)]
mod tests {
    use super::Points;

    #[test]
    fn points_are_written_without_needless_digits() {
        let written = |hundredths| Points::of_hundredths(hundredths).to_string();
        assert_eq!([0, 5, 50, 625, 750, 2000].map(written), ["0", "0.05", "0.5", "6.25", "7.5", "20"]);
    }
}
