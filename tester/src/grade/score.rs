//! What runs are worth.

use super::Points;
use super::rubric::Factor;

/// The points that a test earns of those that are `possible`: in the share of planned runs that passed, times
/// what the failures leave; rounded down to hundredths. All of it is integer arithmetic: the same everywhere.
///
/// ```text
///            possible * passed * factor
///   earned = --------------------------  , in hundredths, rounded down once, at the end
///                planned * 100
/// ```
///
/// No run earns what others lost: without failures the whole of `possible` is earned, and nothing but all
/// planned runs earns it.
pub(super) fn earned(possible: Points, passed: u64, planned: u64, factor: Factor) -> Points {
    let product = u128::from(possible.hundredths()) * u128::from(passed) * u128::from(factor.hundredths());
    let whole = u128::from(planned) * u128::from(Factor::WHOLE);
    let earned = product.checked_div(whole).unwrap_or_default();
    // It is at most `possible`, which fits.
    Points::of_hundredths(u64::try_from(earned).unwrap_or(u64::MAX)).min(possible)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hunt::samples::for_all;

    #[test]
    fn points_are_earned_by_the_share_of_passing_runs_and_kept_by_the_factor() {
        let earned = |points: u64, passed, planned, factor| {
            earned(Points::of_hundredths(points * 100), passed, planned, factor).to_string()
        };
        assert_eq!(earned(10, 20, 20, Factor::ALL), "10");
        assert_eq!(earned(10, 19, 20, Factor::ALL), "9.5");
        assert_eq!(earned(10, 19, 20, Factor::HALF), "4.75");
        assert_eq!(earned(10, 19, 20, Factor::NOTHING), "0");
        assert_eq!(earned(10, 1, 3, Factor::ALL), "3.33");
        assert_eq!(earned(10, 0, 0, Factor::ALL), "0");
    }

    #[test]
    fn more_passing_runs_never_earn_less_and_all_earn_all() {
        let cases = (0_u64..=1_000_000, 1_u64..=200_000, 0_u64..=200_000, 0_u64..=100);
        for_all(512, cases, |(points, planned, passed, factor)| {
            let (points, passed) = (Points::of_hundredths(points), passed.min(planned));
            let factor = Factor::of_hundredths(factor).expect("at most 1");
            let of = |passed| earned(points, passed, planned, factor);
            assert!(of(passed) <= of((passed + 1).min(planned)) && of(planned) <= points);
            assert_eq!(of(0), Points::NONE);
            assert_eq!(earned(points, planned, planned, Factor::ALL), points);
        });
    }
}
