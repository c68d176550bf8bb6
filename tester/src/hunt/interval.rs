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
pub(crate) fn wilson(failures: u64, runs: u64) -> Interval {
    wilson_beyond(Z, failures, runs)
}

/// The same for an interval that reaches so many standard deviations to either side.
#[expect(clippy::cast_precision_loss, reason = "an estimate needs no more than 53 bits")]
pub(crate) fn wilson_beyond(z: f64, failures: u64, runs: u64) -> Interval {
    if runs == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let (count, n) = (failures as f64, runs as f64);
    let rate = count / n;
    let scale = 1.0 + z * z / n;
    let middle = (rate + z * z / (2.0 * n)) / scale;
    let half = z / scale * (rate * (1.0 - rate) / n + z * z / (4.0 * n * n)).sqrt();
    // Where nothing, or everything, failed, the one end is exact, but for rounding.
    let low = if failures == 0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if failures >= runs { 1.0 } else { (middle + half).min(1.0) };
    Interval { low, high }
}

/// What the two tails that an interval leaves out have of the probability, each.
const TAIL: f64 = 0.025;

/// The exact interval where runs were made until the first one failed, which was number `runs`. There the
/// number of failures says nothing, as it is always one, and [`wilson`] does not hold: all is in the number
/// of runs, which has a geometric distribution. Without runs, anything is possible.
#[expect(clippy::cast_precision_loss, reason = "an estimate needs no more than 53 bits")]
pub(crate) fn geometric(runs: u64) -> Interval {
    // 1 - x^(1/n), for an x of this logarithm, without losing the digits of what is near 0.
    let complement = |logarithm: f64, n: u64| -(logarithm / n as f64).exp_m1();
    let low = if runs == 0 { 0.0 } else { complement((-TAIL).ln_1p(), runs) };
    let high = if runs <= 1 { 1.0 } else { complement(TAIL.ln(), runs - 1) };
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

    #[test]
    fn the_wait_for_the_first_failure_has_an_interval_of_its_own() {
        assert_eq!(geometric(0), Interval { low: 0.0, high: 1.0 });
        assert!(is_near(geometric(1), 0.025, 1.0));
        // 1 - sqrt(0.975), 1 - 0.025
        assert!(is_near(geometric(2), 0.012_58, 0.975));
        // 1 - 0.975^(1/3), 1 - sqrt(0.025)
        assert!(is_near(geometric(3), 0.008_40, 0.841_89));
        assert!(is_near(geometric(20), 0.001_27, 0.176_47));
        // -ln(0.975) / n, -ln(0.025) / n
        let rare = geometric(1_000_000_000_000);
        assert!((rare.low * 1e12 - 0.025_318).abs() < 1e-6 && (rare.high * 1e12 - 3.688_879).abs() < 1e-6);
    }
}
