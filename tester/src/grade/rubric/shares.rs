//! How the points of a part come to its tests.

use super::error::{Problem, Wrong};
use super::section::Section;
use crate::grade::Points;
use crate::suite::{self, LabTest, Part};

/// What the parts are worth if nobody says otherwise.
const USUAL: [(Part, u64); 4] = [(Part::A, 20), (Part::B, 30), (Part::C, 25), (Part::D, 25)];

/// What the tests are worth if nobody says otherwise.
pub(super) fn usual() -> Vec<(&'static LabTest, Points)> {
    let of_part = |(part, points): (Part, u64)| {
        let tests: Vec<_> = of(part).collect();
        tests.clone().into_iter().zip(split(Points::of_hundredths(points * 100), tests.len()))
    };
    USUAL.into_iter().flat_map(of_part).collect()
}

/// What the tests are worth after `[points]` and `[points.tests]`. A part that is not named there has no
/// points but those that its tests have by themselves.
pub(super) fn read(
    parts: &Section<'_>,
    tests: &Section<'_>,
) -> Result<Vec<(&'static LabTest, Points)>, Wrong> {
    if !parts.is_there() {
        return Ok(usual());
    }
    let mut all = Vec::new();
    for part in Part::ALL {
        all.extend(of_part(part, parts, tests)?);
    }
    all.retain(|(_, points)| *points > Points::NONE);
    if all.is_empty() {
        return Err(Wrong { problem: Problem::NoPoints, span: parts.span() });
    }
    Ok(all)
}

/// What the tests of one part are worth: some their own points, the others equal shares of what is left.
fn of_part(
    part: Part,
    parts: &Section<'_>,
    tests: &Section<'_>,
) -> Result<Vec<(&'static LabTest, Points)>, Wrong> {
    let mut own = Vec::new();
    for test in of(part) {
        own.push((test, tests.points(test.name)?));
    }
    let of_tests: Points = own.iter().filter_map(|(_, points)| *points).sum();
    let sharing = own.iter().filter(|(_, points)| points.is_none()).count();
    let of_part = parts.points(part.as_str())?.unwrap_or(of_tests);
    let left = of_part.hundredths().checked_sub(of_tests.hundredths());
    let (part, span) = (part.as_str(), parts.span_of(part.as_str()));
    let problem = match left {
        None => Problem::TooManyPoints { part, of_part, of_tests },
        Some(1..) if sharing == 0 => Problem::PointsLeft { part, of_part, of_tests },
        Some(left) => {
            let mut shares = split(Points::of_hundredths(left), sharing);
            let share = |(test, points): (_, Option<Points>)| {
                (test, points.or_else(|| shares.next()).unwrap_or_default())
            };
            return Ok(own.into_iter().map(share).collect());
        }
    };
    Err(Wrong { problem, span })
}

/// Equal shares. The hundredths that cannot be shared go to the first, one each.
fn split(points: Points, shares: usize) -> impl Iterator<Item = Points> {
    let count = (shares as u64).max(1);
    let (each, left) = (points.hundredths() / count, points.hundredths() % count);
    (0..shares as u64).map(move |share| Points::of_hundredths(each + u64::from(share < left)))
}

fn of(part: Part) -> impl Iterator<Item = &'static LabTest> {
    suite::all().iter().filter(move |test| test.part == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_by_sharing() {
        for (points, shares) in [(2500, 8), (2000, 3), (1, 2), (0, 4), (700, 7)] {
            let split: Vec<Points> = split(Points::of_hundredths(points), shares).collect();
            assert_eq!(split.len(), shares);
            assert_eq!(split.iter().copied().sum::<Points>(), Points::of_hundredths(points));
            assert!(split.is_sorted_by(|one, next| one >= next));
        }
        let all: Points = usual().into_iter().map(|(_, points)| points).sum();
        assert_eq!((all.to_string().as_str(), usual().len()), ("100", 28));
    }
}
