//! Crashes that come exactly at a save: Figure 2's "updated on stable storage before responding to RPCs" is
//! about these moments.
//!
//! The crash happens inside the peer's own step. What is left of that step runs on to its next `.await`
//! without any effect: it spawns nothing, saves nothing, and nothing that it says leaves the machine.

use std::fmt;
use std::rc::Rc;

use raftapi::{SaveMoment, hook_saves};
use serde::{Deserialize, Serialize};

use super::Cluster;
use crate::facts::Fault;
use crate::steering::Deed;

/// On which side of a save a peer crashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CrashMoment {
    /// Nothing of it reaches the disk.
    Before,
    /// All of it does; the code that called is not told.
    After,
    /// All of it does, and so do all later saves of the step: the peer crashes when the step is over, with
    /// whatever it has to say unsaid.
    BeforeReply,
}

impl fmt::Display for CrashMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Before => "before",
            Self::After => "after",
            Self::BeforeReply => "between the reply and",
        })
    }
}

/// Which crash of a peer it is, of all that were armed: several can wait at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArmedCrash(u32);

/// A crash that waits for its save.
#[derive(Clone, Copy, Debug)]
pub(super) struct Armed {
    which: ArmedCrash,
    /// How many more saves begin until it is due.
    left: u32,
    moment: CrashMoment,
}

impl Armed {
    /// Whether this moment of a save is the one.
    fn meets(&mut self, moment: SaveMoment) -> bool {
        match moment {
            SaveMoment::Before => {
                self.left = self.left.saturating_sub(1);
                self.left == 0 && self.moment == CrashMoment::Before
            }
            SaveMoment::After => self.left == 0,
        }
    }
}

impl Cluster {
    /// Has a running peer crash at its `save`-th save from now on (1 is the next), in its present life. If
    /// several crashes wait, the first that is due comes, and the others never do. `None` if the peer does
    /// not run.
    pub fn crash_at_save(&self, peer: usize, save: u32, moment: CrashMoment) -> Option<ArmedCrash> {
        if !self.is_running(peer) || !self.may(Deed::CrashAtSave) {
            return None;
        }
        let cluster = Rc::downgrade(&self.0);
        let hook = move |moment| {
            if let Some(inner) = cluster.upgrade() {
                Self(inner).meet(peer, moment);
            }
        };
        let (node, which) = {
            let mut seat = self.0.seats[peer].borrow_mut();
            seat.armed_ever += 1;
            let which = ArmedCrash(seat.armed_ever);
            seat.armed.push(Armed { which, left: save.max(1), moment });
            if let Some(persister) = &seat.persister {
                hook_saves(persister, Some(Rc::new(hook)));
            }
            (seat.node, which)
        };
        self.0.world.emit_on(node, Fault::CrashArmed { save, moment });
        Some(which)
    }

    /// Takes back all crashes of a peer that have not come.
    pub fn disarm(&self, peer: usize) {
        self.keep_armed(peer, |_| false);
    }

    /// Takes back one crash, if it has not come.
    pub fn take_back(&self, peer: usize, which: ArmedCrash) {
        self.keep_armed(peer, |armed| armed.which != which);
    }

    fn keep_armed(&self, peer: usize, keep: impl Fn(&Armed) -> bool) {
        let mut seat = self.0.seats[peer].borrow_mut();
        let before = seat.armed.len();
        seat.armed.retain(keep);
        if before > 0
            && seat.armed.is_empty()
            && let Some(persister) = &seat.persister
        {
            hook_saves(persister, None);
        }
    }

    /// Whether it was this crash that ended the peer's last life, and none has begun since.
    pub fn fell_to(&self, peer: usize, which: ArmedCrash) -> bool {
        self.0.seats[peer].borrow().fell_to == Some(which)
    }

    /// Called by the persister, inside the peer's step.
    fn meet(&self, peer: usize, moment: SaveMoment) {
        let (node, due) = {
            let mut seat = self.0.seats[peer].borrow_mut();
            // Each counts the saves for itself.
            let met = seat.armed.iter_mut().map(|armed| armed.meets(moment).then_some(*armed));
            let due = met.fold(None, Option::or);
            if let Some(armed) = due {
                seat.armed.clear();
                seat.fell_to = Some(armed.which);
            }
            (seat.node, due.map(|armed| armed.moment))
        };
        let Some(due) = due else { return };
        self.crashed_at_save();
        self.0.world.emit_on(node, Fault::CrashDue(due));
        match due {
            CrashMoment::Before | CrashMoment::After => self.stop(peer),
            CrashMoment::BeforeReply => {
                self.silence(peer);
                let cluster = Rc::downgrade(&self.0);
                let end = move || {
                    if let Some(inner) = cluster.upgrade() {
                        Self(inner).stop(peer);
                    }
                };
                self.0.world.observe(node, Some(Rc::new(end)));
            }
        }
    }
}
