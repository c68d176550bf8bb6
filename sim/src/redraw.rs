//! Redrawing: a run that is another run's beginning, and chance anew after it.
//!
//! # What it models
//! What if it had gone on differently? Up to a moment everything happens as the seed has it; from there on
//! every random stream is that of another seed: the scheduler's, the script's, every node's in this life and
//! those to come, and those of the devices.
//!
//! # What it leaves out
//! What has been drawn before stays, also where it tells of things to come: a message under way arrives when
//! it was to arrive, and a timer goes off.

use std::cell::Cell;

use crate::World;
use crate::streams::Streams;

/// When everything is redrawn, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redraw {
    /// After so many events, as soon as the step is over to which the last of them belongs: 0 is before
    /// anything.
    pub after: u64,
    /// The seed of everything that is drawn from then on.
    pub seed: u64,
}

/// The redraw that is still to come, if there is one.
pub(crate) type Pending = Cell<Option<Redraw>>;

impl World {
    /// Redraws everything if it is time. To be called between steps.
    pub(crate) fn redraw_if_due(&self) {
        let inner = self.inner();
        if let Some(Redraw { after, seed }) = inner.redraw.get()
            && self.observed() >= after
        {
            inner.redraw.set(None);
            self.redraw(seed);
        }
    }

    fn redraw(&self, seed: u64) {
        let inner = self.inner();
        inner.streams.replace(Streams::new(seed));
        inner.scheduler.borrow_mut().reseed(self.stream("scheduler", &[]));
        inner.script_stream.replace(self.stream("test script", &[]));
        for (index, node) in inner.nodes.borrow_mut().iter_mut().enumerate() {
            node.stream = self.stream("node", &[index as u64, node.incarnation.into()]);
        }
        let devices = inner.devices.borrow().clone();
        for device in devices {
            device.reseed();
        }
    }
}
