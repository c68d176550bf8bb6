//! Crashes that come exactly at a save: Figure 2's "updated on stable storage before responding to RPCs" is
//! about these moments.
//!
//! The crash happens inside the peer's own step. What is left of that step runs on to its next `.await`
//! without any effect: it spawns nothing, saves nothing, and nothing that it says leaves the machine.

use std::fmt;
use std::rc::Rc;

use raftapi::SaveMoment;
use serde::{Deserialize, Serialize};

use super::Cluster;
use crate::facts::Fault;

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

/// A crash that waits for its save.
#[derive(Clone, Copy, Debug)]
pub(super) struct Armed {
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
    /// Has a running peer crash at its `save`-th save from now on (1 is the next), in its present life.
    pub fn crash_at_save(&self, peer: usize, save: u32, moment: CrashMoment) {
        if !self.is_running(peer) {
            return;
        }
        let cluster = Rc::downgrade(&self.0);
        let hook = move |moment| {
            if let Some(inner) = cluster.upgrade() {
                Self(inner).meet(peer, moment);
            }
        };
        let node = {
            let mut seat = self.0.seats[peer].borrow_mut();
            seat.armed = Some(Armed { left: save.max(1), moment });
            if let Some(persister) = &seat.persister {
                persister.hook(Some(Rc::new(hook)));
            }
            seat.node
        };
        self.0.world.emit_on(node, Fault::CrashArmed { save, moment });
    }

    /// Takes back a crash that has not come.
    pub fn disarm(&self, peer: usize) {
        let mut seat = self.0.seats[peer].borrow_mut();
        if seat.armed.take().is_some()
            && let Some(persister) = &seat.persister
        {
            persister.hook(None);
        }
    }

    /// Called by the persister, inside the peer's step.
    fn meet(&self, peer: usize, moment: SaveMoment) {
        let (node, due) = {
            let mut seat = self.0.seats[peer].borrow_mut();
            let due = seat.armed.as_mut().and_then(|armed| armed.meets(moment).then_some(armed.moment));
            if due.is_some() {
                seat.armed = None;
            }
            (seat.node, due)
        };
        let Some(due) = due else { return };
        self.0.world.emit_on(node, Fault::CrashDue(due));
        match due {
            CrashMoment::Before | CrashMoment::After => self.crash(peer),
            CrashMoment::BeforeReply => {
                self.silence(peer);
                let cluster = Rc::downgrade(&self.0);
                let end = move || {
                    if let Some(inner) = cluster.upgrade() {
                        Self(inner).crash(peer);
                    }
                };
                self.0.world.observe(node, Some(Rc::new(end)));
            }
        }
    }
}
