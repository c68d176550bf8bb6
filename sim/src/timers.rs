//! Timers: what will happen at later instants, in order of time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::task::Waker;

use slab::Slab;

use crate::{Instant, NodeId, serial};

/// Whom a timer is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Target {
    /// A sleeping future, by its place in the table of sleepers.
    Sleeper(u32),
    /// A device, by its number, with the token it asked to be handed back.
    Device(u32, u64),
    /// A node whose pause ends, unless it was made longer.
    Node(NodeId),
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    at: Instant,
    /// Every timer has its own: a sleeper's place may be used again, its serial never.
    serial: u64,
    target: Target,
}

struct Sleeper {
    serial: u64,
    waker: Waker,
}

/// The handle of a sleeping future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SleepKey {
    slot: u32,
    serial: u64,
}

/// All timers of a run.
#[derive(Default)]
pub(crate) struct Timers {
    heap: BinaryHeap<Reverse<Entry>>,
    sleepers: Slab<Sleeper>,
}

impl Timers {
    pub(crate) fn add_sleeper(&mut self, at: Instant, waker: Waker) -> SleepKey {
        let serial = serial::next();
        let slot =
            u32::try_from(self.sleepers.insert(Sleeper { serial, waker })).expect("fewer than 2^32 sleepers");
        self.heap.push(Reverse(Entry { at, serial, target: Target::Sleeper(slot) }));
        SleepKey { slot, serial }
    }

    /// Sets who is woken; the old waker is handed back, to be dropped where nothing is borrowed. `None`: the
    /// timer has fired.
    pub(crate) fn replace_waker(&mut self, key: SleepKey, waker: &Waker) -> Option<Waker> {
        let sleeper = self.sleeper(key)?;
        if sleeper.waker.will_wake(waker) {
            return None;
        }
        Some(std::mem::replace(&mut sleeper.waker, waker.clone()))
    }

    /// Forgets a sleeper. Its entry stays in the heap and is passed over when its time comes.
    pub(crate) fn remove_sleeper(&mut self, key: SleepKey) -> Option<Waker> {
        self.sleeper(key)?;
        Some(self.sleepers.remove(key.slot as usize).waker)
    }

    pub(crate) fn add_device(&mut self, at: Instant, device: u32, token: u64) {
        let serial = serial::next();
        self.heap.push(Reverse(Entry { at, serial, target: Target::Device(device, token) }));
    }

    pub(crate) fn add_resume(&mut self, at: Instant, node: NodeId) {
        let serial = serial::next();
        self.heap.push(Reverse(Entry { at, serial, target: Target::Node(node) }));
    }

    /// Takes the earliest timers, all those of one instant, into `due`; returns that instant.
    pub(crate) fn take_earliest(&mut self, due: &mut Vec<Due>) -> Option<Instant> {
        let at = loop {
            let Reverse(entry) = self.heap.pop()?;
            if let Some(first) = self.due(&entry) {
                due.push(first);
                break entry.at;
            }
        };
        while self.heap.peek().is_some_and(|Reverse(entry)| entry.at == at) {
            if let Some(Reverse(entry)) = self.heap.pop() {
                due.extend(self.due(&entry));
            }
        }
        Some(at)
    }

    /// Empties the table; the wakers are handed out, to be dropped where nothing is borrowed.
    pub(crate) fn clear(&mut self) -> Vec<Waker> {
        self.heap.clear();
        self.sleepers.drain().map(|sleeper| sleeper.waker).collect()
    }

    fn due(&mut self, entry: &Entry) -> Option<Due> {
        match entry.target {
            Target::Sleeper(slot) => {
                self.remove_sleeper(SleepKey { slot, serial: entry.serial }).map(Due::Wake)
            }
            Target::Device(device, token) => Some(Due::Fire(device, token)),
            Target::Node(node) => Some(Due::Resume(node)),
        }
    }

    fn sleeper(&mut self, key: SleepKey) -> Option<&mut Sleeper> {
        self.sleepers.get_mut(key.slot as usize).filter(|sleeper| sleeper.serial == key.serial)
    }
}

/// A timer whose time has come.
pub(crate) enum Due {
    /// Wake a sleeper.
    Wake(Waker),
    /// Tell a device.
    Fire(u32, u64),
    /// Let a node go on.
    Resume(NodeId),
}
