//! Which events a failure can have come of.

use std::collections::{BTreeMap, BTreeSet};

/// All events with those that they can have come of directly.
#[derive(Default)]
pub(super) struct Past(BTreeMap<u64, Vec<u64>>);

impl Past {
    /// Takes note of an event.
    pub(super) fn note(&mut self, event: u64, parents: &[u64]) {
        self.0.insert(event, parents.to_vec());
    }

    /// The events that this one can have come of, itself included.
    pub(super) fn of(&self, event: u64) -> BTreeSet<u64> {
        let mut past = BTreeSet::from([event]);
        let mut waiting = vec![event];
        while let Some(event) = waiting.pop() {
            let parents = self.0.get(&event).into_iter().flatten();
            waiting.extend(parents.copied().filter(|parent| past.insert(*parent)));
        }
        past
    }
}
