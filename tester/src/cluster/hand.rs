//! The tester's hand: counts what it does to peers, and leaves out what a run is told to leave out.

use std::collections::BTreeMap;

use super::Cluster;
use crate::steering::{Decisions, Deed, Deeds, Numbers};

/// What the tester's hand has done so far.
#[derive(Default)]
pub(super) struct Hand {
    /// What is to be done, of the kinds that are listed.
    told: Deeds,
    /// How many deeds of each kind the test asked for.
    asked: BTreeMap<Deed, u64>,
    /// What was done, if that is wanted.
    done: Option<BTreeMap<Deed, Numbers>>,
    /// How many of the crashes at saves came.
    crashes_at_saves: u64,
}

/// How a peer differs from what the test believes of it, where a deed was left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Belief {
    /// Not at all.
    #[default]
    True,
    /// The test takes it for cut off.
    CutOff,
    /// The test takes it for crashed.
    Down,
}

impl Hand {
    pub(super) fn new(told: Deeds, keeps_ledger: bool) -> Self {
        let done = keeps_ledger.then(|| Deed::ALL.map(|deed| (deed, Numbers::default())).into());
        Self { told, asked: BTreeMap::new(), done, crashes_at_saves: 0 }
    }

    /// Whether the hand has nothing to count.
    fn is_idle(&self) -> bool {
        self.told.is_empty() && self.done.is_none()
    }
}

impl Cluster {
    /// Counts a deed that the test asks for, and says whether it is to be done. If it is, it counts as done.
    pub(super) fn may(&self, deed: Deed) -> bool {
        self.next(deed).is_some_and(|number| {
            self.did(deed, number);
            true
        })
    }

    /// The same, for a deed that may fail: [`did`](Self::did) says that it did not.
    pub(super) fn next(&self, deed: Deed) -> Option<u64> {
        let mut hand = self.0.hand.borrow_mut();
        if hand.is_idle() {
            return Some(0);
        }
        let asked = hand.asked.entry(deed).or_default();
        *asked += 1;
        let number = *asked;
        hand.told.has(deed, number).then_some(number)
    }

    /// Writes down that a deed was done.
    pub(super) fn did(&self, deed: Deed, number: u64) {
        if let Some(done) = &mut self.0.hand.borrow_mut().done {
            done.entry(deed).or_default().push(number);
        }
    }

    /// Counts a crash at a save that came.
    pub(super) fn crashed_at_save(&self) {
        self.0.hand.borrow_mut().crashes_at_saves += 1;
    }

    /// All that chance and the test have decided so far, if that is wanted; but for the scheduler's choices.
    pub(super) fn decisions(&self) -> Option<Decisions> {
        let hand = self.0.hand.borrow();
        let (deeds, crashes_at_saves) = (Deeds(hand.done.clone()?), hand.crashes_at_saves);
        Some(Decisions { messages: self.0.network.ledger(), choices: 0, deeds, crashes_at_saves })
    }

    /// What the test believes of a peer.
    pub(super) fn belief(&self, peer: usize) -> Belief {
        self.0.seats[peer].borrow().belief
    }

    /// From now on the test believes this of a peer.
    pub(super) fn believe(&self, peer: usize, belief: Belief) {
        self.0.seats[peer].borrow_mut().belief = belief;
    }
}
