//! How far a failure rate that was measured can be relied on.

/// The two-sided 95 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The rates between which the true one lies, 19 times out of 20.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Interval {
    /// The lowest, from 0 to 1.
    pub(crate) low: f64,
    /// The highest, from 0 to 1.
    pub(crate) high: f64,
}

/// Wilson's score interval for `failures` out of `runs` (E. B. Wilson, "Probable Inference, the Law of
/// Succession, and Statistical Inference", 1927): it also says something sensible of rates near 0, where the
/// usual plus and minus would say that a bug not seen is not there. Without runs, anything is possible.
#[expect(clippy::cast_precision_loss, reason = "an estimate needs no more than 53 bits")]
pub(crate) fn wilson(failures: u64, runs: u64) -> Interval {
    if runs == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let (count, n) = (failures as f64, runs as f64);
    let rate = count / n;
    let scale = 1.0 + Z * Z / n;
    let middle = (rate + Z * Z / (2.0 * n)) / scale;
    let half = Z / scale * (rate * (1.0 - rate) / n + Z * Z / (4.0 * n * n)).sqrt();
    // Where nothing, or everything, failed, the one end is exact, but for rounding.
    let low = if failures == 0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if failures >= runs { 1.0 } else { (middle + half).min(1.0) };
    Interval { low, high }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(interval: Interval, low: f64, high: f64) -> bool {
        (interval.low - low).abs() < 5e-5 && (interval.high - high).abs() < 5e-5
    }

    #[test]
    fn the_interval_is_the_one_in_the_tables() {
        assert!(is_near(wilson(5, 10), 0.2366, 0.7634));
        assert!(is_near(wilson(0, 10), 0.0, 0.2775));
        assert!(is_near(wilson(10, 10), 0.7225, 1.0));
        assert!(is_near(wilson(1, 10), 0.0179, 0.4042));
        assert!(is_near(wilson(15, 148), 0.0624, 0.1605));
        assert!(is_near(wilson(0, 2000), 0.0, 0.0019));
    }

    #[test]
    fn the_ends_are_exact_and_no_runs_say_nothing() {
        assert_eq!(wilson(0, 0), Interval { low: 0.0, high: 1.0 });
        assert!(wilson(0, 3).low <= 0.0 && wilson(3, 3).high >= 1.0);
        assert!(wilson(1, u64::MAX).high < 1e-18);
    }
}
