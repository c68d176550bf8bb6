//! Sets of numbers that are mostly neighbours.

use std::fmt;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// A set of numbers, kept as ranges: in JSON `[[1, 7], [12, 12]]`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(u64, u64)>", into = "Vec<(u64, u64)>")]
pub struct Numbers {
    /// invariant: ascending, not empty, apart by more than one.
    ranges: Vec<RangeInclusive<u64>>,
}

/// Ranges that are none, or in no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "[{first}, {last}] is out of place: numbers are given as ascending ranges, such as [[1, 7], [12, 12]]"
)]
pub struct NumbersError {
    first: u64,
    last: u64,
}

impl Numbers {
    /// The numbers from `first` to `last`; none if there are none.
    pub fn range(first: u64, last: u64) -> Self {
        Self { ranges: if first <= last { vec![first..=last] } else { Vec::new() } }
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.ranges.iter().map(|range| range.end() - range.start() + 1).sum()
    }

    /// Whether this is one of them.
    pub fn contains(&self, number: u64) -> bool {
        let after = self.ranges.partition_point(|range| *range.end() < number);
        self.ranges.get(after).is_some_and(|range| range.contains(&number))
    }

    /// Adds a number that is larger than all others. One that is not is left out.
    pub fn push(&mut self, number: u64) {
        match self.ranges.last_mut() {
            Some(last) if number <= *last.end() => {}
            Some(last) if number == *last.end() + 1 => *last = *last.start()..=number,
            _ => self.ranges.push(number..=number),
        }
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        self.ranges.iter().cloned().flatten()
    }

    /// The ranges, ascending.
    pub fn ranges(&self) -> &[RangeInclusive<u64>] {
        &self.ranges
    }
}

impl FromIterator<u64> for Numbers {
    /// The numbers must ascend.
    fn from_iter<T: IntoIterator<Item = u64>>(numbers: T) -> Self {
        let mut all = Self::default();
        numbers.into_iter().for_each(|number| all.push(number));
        all
    }
}

impl TryFrom<Vec<(u64, u64)>> for Numbers {
    type Error = NumbersError;

    fn try_from(pairs: Vec<(u64, u64)>) -> Result<Self, NumbersError> {
        let mut ranges: Vec<RangeInclusive<u64>> = Vec::with_capacity(pairs.len());
        for (first, last) in pairs {
            match ranges.last_mut() {
                _ if first > last => return Err(NumbersError { first, last }),
                Some(before) if first <= *before.end() => return Err(NumbersError { first, last }),
                Some(before) if first == *before.end() + 1 => *before = *before.start()..=last,
                _ => ranges.push(first..=last),
            }
        }
        Ok(Self { ranges })
    }
}

impl From<Numbers> for Vec<(u64, u64)> {
    fn from(numbers: Numbers) -> Self {
        numbers.ranges.into_iter().map(RangeInclusive::into_inner).collect()
    }
}

/// As in `1-7, 12`.
impl fmt::Debug for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = |range: &RangeInclusive<u64>| match (range.start(), range.end()) {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}-{last}"),
        };
        f.write_str(&self.ranges.iter().map(told).collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_become_ranges() {
        let numbers: Numbers = [1, 2, 3, 7, 9, 10].into_iter().collect();
        assert_eq!(format!("{numbers:?}"), "1-3, 7, 9-10");
        assert_eq!((numbers.len(), numbers.iter().collect::<Vec<_>>()), (6, vec![1, 2, 3, 7, 9, 10]));
        assert!((0..12).all(|number| numbers.contains(number) == numbers.iter().any(|it| it == number)));
        assert!(Numbers::range(4, 3).is_empty() && Numbers::range(4, 4).len() == 1);
    }

    #[test]
    fn they_survive_json_unless_they_are_in_no_order() {
        let numbers: Numbers = serde_json::from_str("[[1,3],[4,5],[9,9]]").expect("ascending ranges");
        assert_eq!(serde_json::to_string(&numbers).expect("plain data"), "[[1,5],[9,9]]");
        for wrong in ["[[3,1]]", "[[1,3],[3,5]]", "[[5,6],[1,2]]"] {
            let error = serde_json::from_str::<Numbers>(wrong).expect_err("not ascending");
            assert!(error.to_string().contains("is out of place"), "{error}");
        }
    }
}
