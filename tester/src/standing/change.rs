//! What has become of a test since the last time.

use std::cmp::Ordering;

use super::Tally;

/// How a test stands, against how it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// There is nothing to compare with.
    First,
    /// The same share of its runs passes.
    Same,
    /// All of its runs pass now.
    Done,
    /// All of its runs passed, and no longer do.
    Undone,
    /// More of its runs pass.
    Better,
    /// Fewer of its runs pass.
    Worse,
}

impl Change {
    /// Between the last time and now, when a run may have been given up: that is no progress, however many
    /// passed before it.
    pub(super) fn between(before: Option<Tally>, now: Tally, is_given_up: bool) -> Self {
        let Some(before) = before else { return Self::First };
        match now.compared_with(before) {
            Ordering::Equal => Self::Same,
            Ordering::Greater if is_given_up => Self::Same,
            Ordering::Greater if now.is_whole() => Self::Done,
            Ordering::Greater => Self::Better,
            Ordering::Less if before.is_whole() => Self::Undone,
            Ordering::Less => Self::Worse,
        }
    }

    /// The name in JSON.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Same => "same",
            Self::Done => "done",
            Self::Undone => "undone",
            Self::Better => "better",
            Self::Worse => "worse",
        }
    }

    /// In words for people; nothing where there is nothing to say.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::First | Self::Same => "",
            Self::Done => "now passes",
            Self::Undone => "no longer passes",
            Self::Better => "better",
            Self::Worse => "worse",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_compared_and_not_numbers() {
        let tally = |passed, runs| Tally { runs, passed };
        let change = |before, now| Change::between(Some(before), now, false);
        assert_eq!(Change::between(None, tally(3, 3), false), Change::First);
        assert_eq!(change(tally(20, 20), tally(100, 100)), Change::Same);
        assert_eq!(change(tally(10, 20), tally(50, 100)), Change::Same);
        assert_eq!(change(tally(19, 20), tally(5, 5)), Change::Done);
        assert_eq!(change(tally(5, 5), tally(19, 20)), Change::Undone);
        assert_eq!(change(tally(0, 20), tally(1, 20)), Change::Better);
        assert_eq!(change(tally(2, 20), tally(1, 20)), Change::Worse);
        let given_up = |before, now| Change::between(Some(before), now, true);
        assert_eq!(given_up(tally(0, 20), tally(19, 20)), Change::Same);
        assert_eq!(given_up(tally(20, 20), tally(19, 20)), Change::Undone);
    }
}
