//! What the oracles may spend.
//!
//! A look at a peer costs about as long as its log is, and a shadow peer many times that. Looking at every
//! peer at every event would cost more than the run itself. So events earn credit and looks are paid from it:
//! short logs are looked at always, long ones as often as there is something to pay with. Prices are rough
//! measurements in nanoseconds; they are fixed, so that equal runs are looked at equally.

/// What one event earns.
const EARNED_BY_EVENT: i64 = 20;
/// What can be saved up, so that a quiet stretch does not pay for a costly one; and what can be owed, so that
/// a costly one does not blind for good.
const MOST: i64 = 300_000;
/// What there is to begin with.
const FIRST: i64 = 40_000;

/// What a look costs.
const LOOK: i64 = 130;
/// What a thousand entries add to it.
const LOOK_PER_1000: i64 = 1600;
/// What a shadow peer costs.
const SHADOW: i64 = 4000;
/// What a thousand entries add to it.
const SHADOW_PER_1000: i64 = 60_000;

/// What there is to spend. Can be overdrawn by what must be seen.
#[derive(Debug)]
pub(super) struct Credit(i64);

impl Credit {
    pub(super) const fn new() -> Self {
        Self(FIRST)
    }

    /// Something happened.
    pub(super) fn earn(&mut self) {
        self.0 = (self.0 + EARNED_BY_EVENT).min(MOST);
    }

    /// Takes the price, if there is enough.
    pub(super) const fn pay(&mut self, price: i64) -> bool {
        let enough = self.0 >= price;
        if enough {
            self.0 -= price;
        }
        enough
    }

    /// Takes the price in any case.
    pub(super) fn overdraw(&mut self, price: i64) {
        self.0 = self.0.saturating_sub(price).max(-MOST);
    }
}

/// The price of a look at a log of this length.
pub(super) fn look(entries: usize) -> i64 {
    LOOK + per_thousand(LOOK_PER_1000, entries)
}

/// The price of a shadow peer with a log of this length.
pub(super) fn shadow(entries: usize) -> i64 {
    SHADOW + per_thousand(SHADOW_PER_1000, entries)
}

fn per_thousand(price: i64, entries: usize) -> i64 {
    i64::try_from(entries).map_or(i64::MAX / 2, |entries| price.saturating_mul(entries) / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_not_spent_unless_it_must_be() {
        let mut credit = Credit::new();
        assert!(!credit.pay(FIRST + 1));
        assert!(credit.pay(FIRST));
        assert!(!credit.pay(1));
        credit.overdraw(2 * EARNED_BY_EVENT);
        credit.earn();
        credit.earn();
        assert!(credit.pay(0) && !credit.pay(1));
        assert!(look(0) < look(1000) && shadow(1000) > look(1000));
    }
}
