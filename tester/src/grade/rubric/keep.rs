//! What a failure leaves of the points that the passing runs have earned.

use crate::failure::Class;

/// A number from 0 to 1, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Factor {
    // invariant: at most 100
    hundredths: u8,
}

impl Factor {
    /// Nothing is left.
    pub(crate) const NOTHING: Self = Self { hundredths: 0 };
    /// Half is left.
    pub(crate) const HALF: Self = Self { hundredths: 50 };
    /// All is left.
    pub(crate) const ALL: Self = Self { hundredths: Self::WHOLE };
    /// How many hundredths make 1.
    pub(crate) const WHOLE: u8 = 100;

    /// So many hundredths; `None` if that is more than 1.
    pub(crate) fn of_hundredths(hundredths: u64) -> Option<Self> {
        let hundredths = u8::try_from(hundredths).ok().filter(|hundredths| *hundredths <= Self::WHOLE)?;
        Some(Self { hundredths })
    }

    /// Whether it leaves nothing.
    pub(crate) const fn is_nothing(self) -> bool {
        self.hundredths == 0
    }

    /// How many hundredths it has.
    pub(crate) const fn hundredths(self) -> u8 {
        self.hundredths
    }
}

/// The factor of each class. A test in which several fail keeps what the worst of them leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keep {
    factors: [(Class, Factor); 6],
}

impl Keep {
    /// The factor of this class.
    pub(crate) fn of(&self, class: Class) -> Factor {
        let own = self.factors.iter().find(|(other, _)| *other == class);
        own.map_or(Factor::NOTHING, |(_, factor)| *factor)
    }

    /// The same, but for this class.
    pub(crate) fn with(mut self, class: Class, factor: Factor) -> Self {
        for (other, known) in &mut self.factors {
            if *other == class {
                *known = factor;
            }
        }
        self
    }

    /// The classes with their factors, by gravity.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Class, Factor)> {
        self.factors.iter().copied()
    }

    /// What is left after failures of these classes: all, if there are none.
    pub(crate) fn after(&self, classes: impl IntoIterator<Item = Class>) -> Factor {
        classes.into_iter().map(|class| self.of(class)).min().unwrap_or(Factor::ALL)
    }
}

/// A Raft that loses what it has committed, or that is another one every day, is none. One that only is too
/// slow or too talkative under some seeds is worth what it does under the others.
impl Default for Keep {
    fn default() -> Self {
        Self {
            factors: [
                (Class::Safety, Factor::NOTHING),
                (Class::Panic, Factor::HALF),
                (Class::Nondeterminism, Factor::NOTHING),
                (Class::Hang, Factor::HALF),
                (Class::Liveness, Factor::ALL),
                (Class::Cost, Factor::ALL),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_failure_counts() {
        let keep = Keep::default();
        assert_eq!(keep.after([]), Factor::ALL);
        assert_eq!(keep.after([Class::Cost, Class::Hang]), Factor::HALF);
        assert_eq!(keep.after([Class::Liveness, Class::Safety, Class::Panic]), Factor::NOTHING);
        let mild = keep.with(Class::Safety, Factor::HALF);
        assert_eq!(mild.after([Class::Safety]), Factor::HALF);
    }

    #[test]
    fn no_factor_is_beyond_one() {
        assert_eq!(Factor::of_hundredths(100), Some(Factor::ALL));
        assert_eq!((Factor::of_hundredths(101), Factor::of_hundredths(256)), (None, None));
    }
}
