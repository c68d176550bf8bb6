//! When a peer is to be looked into: after every step that can have changed what there is to be seen, as long
//! as its log is short, and as often as it can be afforded where it is long.
//!
//! A look costs as much as the log is long, and most steps change nothing: they send what was decided before.

use labrpc::facts::{RequestDuplicated, RequestSent};
use raftapi::Persisted;
use sim::{Event, Instant};

use crate::facts::{Fault, RoleChange, SnapshotInstalled, Submitted};

/// How long a log may be to be looked at whenever something happens.
const SHORT: usize = 128;
/// How many entries of a longer one an event pays for.
const PAID: usize = 256;
/// How many entries can be saved up for.
const SAVED: usize = 16 * PAID;

/// Whether a peer is worth a look.
#[derive(Default)]
pub(super) struct Interest {
    /// Whether something has surely changed.
    is_sure: bool,
    /// Whether something may have changed since the last look.
    is_possible: bool,
    /// When something may last have changed. What comes of it takes more than a step, and no time.
    at: Instant,
    /// How many entries of a long log can be looked at.
    credit: usize,
}

impl Interest {
    /// Something has happened to the peer.
    pub(super) fn hear(&mut self, event: &Event) {
        self.credit = (self.credit + PAID).min(SAVED);
        if event.fact::<RequestSent>().is_some() || event.fact::<RequestDuplicated>().is_some() {
            return;
        }
        self.is_possible = true;
        self.at = event.at;
        self.is_sure |= event.fact::<Persisted>().is_some()
            || event.fact::<RoleChange>().is_some()
            || event.fact::<Submitted>().is_some()
            || event.fact::<SnapshotInstalled>().is_some()
            || matches!(event.fact(), Some(Fault::Booted { .. }));
    }

    /// Whether the peer, whose log was last seen to be so long, is to be looked at now. If so, it will be.
    pub(super) fn take(&mut self, now: Instant, length: usize) -> bool {
        let is_affordable = length <= SHORT || self.credit >= length;
        let looks = self.is_sure || (self.is_possible || self.at == now) && is_affordable;
        if looks {
            (self.is_sure, self.is_possible) = (false, false);
            self.credit = self.credit.saturating_sub(if length <= SHORT { 0 } else { length });
        }
        looks
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::facts::Applied;
    use crate::value::{Command, Value};

    fn event(at: u64, fact: impl sim::Fact) -> Event {
        Event { id: 0, at: Instant::from_nanos(at), node: None, task: None, fact: Rc::new(fact) }
    }

    fn applied() -> Applied {
        Applied { index: 1, command: Command::from(Value::Number(7)) }
    }

    fn role() -> RoleChange {
        RoleChange { term: 1, is_leader: false }
    }

    #[test]
    fn short_logs_are_looked_at_as_long_as_time_stands_still() {
        let mut interest = Interest::default();
        let [now, later] = [5, 6].map(Instant::from_nanos);
        assert!(!interest.take(now, 1));
        interest.hear(&event(5, applied()));
        assert!(interest.take(now, 1) && interest.take(now, 1) && !interest.take(later, 1));
    }

    #[test]
    fn long_logs_are_looked_at_where_it_matters_or_is_paid_for() {
        let mut interest = Interest::default();
        let (now, length) = (Instant::from_nanos(5), 3 * PAID);
        interest.hear(&event(5, applied()));
        assert!(!interest.take(now, length));
        interest.hear(&event(5, role()));
        assert!(interest.take(now, length), "the role has changed");
        let looks = (0..30).filter(|_| {
            interest.hear(&event(5, applied()));
            interest.take(now, length)
        });
        assert_eq!(looks.count(), 10, "each is paid by three events");
    }
}
