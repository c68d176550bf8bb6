//! The simulated disk: the course's persister of 2023, which saves state and snapshot in one step.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

use bytes::Bytes;
use sim::{Digest, Fact, World};

/// Where a peer keeps what must survive a crash. Clones share one disk; [`copy`](Persister::copy) makes
/// another.
///
/// A save is instantaneous and whole: nothing is ever torn, nothing waits to reach the disk. The only way to
/// lose state is not to save it before answering (Figure 2: "updated on stable storage before responding to
/// RPCs").
///
/// ```
/// # use raftapi::Persister;
/// # let report = sim::run(sim::Config::new(1), |_world| async {
/// let disk = Persister::new();
/// disk.save("term 1", "snapshot");
/// disk.save("term 2", "");
/// assert_eq!((&disk.state()[..], disk.snapshot_size()), (&b"term 2"[..], 0));
/// # });
/// # assert!(report.result.is_ok());
/// ```
#[derive(Clone, Default)]
pub struct Persister {
    shared: Rc<Shared>,
}

/// invariant: neither cell is borrowed while the hook runs.
#[derive(Default)]
struct Shared {
    disk: RefCell<Disk>,
    hook: RefCell<Option<Rc<SaveHook>>>,
}

/// Whom the harness has told of saves: see [`hook_saves`].
pub type SaveHook = dyn Fn(SaveMoment);

/// The two moments of a save at which a crash makes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveMoment {
    /// Nothing of it is on the disk yet.
    Before,
    /// All of it is.
    After,
}

#[derive(Clone, Default)]
struct Disk {
    state: Bytes,
    snapshot: Bytes,
}

impl Persister {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces state and snapshot in one atomic step: an empty snapshot erases the one that was there. Does
    /// nothing for a peer that has crashed, whose code still runs only in destructors.
    ///
    /// # Panics
    /// Outside a simulation: every save is an event of the run.
    pub fn save(&self, state: impl Into<Bytes>, snapshot: impl Into<Bytes>) {
        let world = World::current();
        if !world.is_current() {
            return;
        }
        self.tell(SaveMoment::Before);
        if !world.is_current() {
            return;
        }
        let new = Disk { state: state.into(), snapshot: snapshot.into() };
        let old = self.shared.disk.replace(new.clone());
        world.emit(Persisted::new(&old, &new));
        self.tell(SaveMoment::After);
    }

    fn tell(&self, moment: SaveMoment) {
        let hook = self.shared.hook.borrow().clone();
        if let Some(hook) = hook {
            hook(moment);
        }
    }

    /// The state saved last; empty if none ever was.
    pub fn state(&self) -> Bytes {
        self.shared.disk.borrow().state.clone()
    }

    /// The snapshot saved last; empty if none was, or if an empty one replaced it.
    pub fn snapshot(&self) -> Bytes {
        self.shared.disk.borrow().snapshot.clone()
    }

    /// The length of [`state`](Persister::state) in bytes.
    pub fn state_size(&self) -> usize {
        self.shared.disk.borrow().state.len()
    }

    /// The length of [`snapshot`](Persister::snapshot) in bytes.
    pub fn snapshot_size(&self) -> usize {
        self.shared.disk.borrow().snapshot.len()
    }

    /// A second disk with the same contents, frozen: later saves on either do not reach the other.
    ///
    /// This is what a crash keeps: whatever the old peer might still save goes to a disk that nobody reads.
    #[must_use]
    pub fn copy(&self) -> Persister {
        let disk = self.shared.disk.clone();
        Persister { shared: Rc::new(Shared { disk, hook: RefCell::default() }) }
    }
}

impl fmt::Debug for Persister {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Persister({} bytes of state, {} of snapshot)", self.state_size(), self.snapshot_size())
    }
}

/// For the harness: has `hook` told of every save to `disk` from now on, right before it takes effect and
/// right after. It runs inside the peer's call, and may crash the peer: the save that a peer dies before has
/// no effect. Copies of the disk have no hook.
///
/// No method of the disk, which a peer has in hand: only whoever can name this crate's own items gets at it,
/// and a [submission](crate::submission) cannot.
pub fn hook_saves(disk: &Persister, hook: Option<Rc<SaveHook>>) {
    let old = disk.shared.hook.replace(hook);
    drop(old);
}

/// The event of one [`Persister::save`].
#[derive(Clone, Debug)]
pub struct Persisted {
    /// Bytes of state now on the disk.
    pub state_size: usize,
    /// Bytes of snapshot now on the disk.
    pub snapshot_size: usize,
    /// Whether the snapshot differs from the one that this save replaced.
    pub snapshot_changed: bool,
    /// Hash of what changed, and where.
    change: u64,
}

impl Persisted {
    /// Hashes the difference alone. What a disk holds follows from its saves so far, so the run's digest
    /// still depends on every byte, while a save that adds one entry to a long log costs one entry.
    fn new(old: &Disk, new: &Disk) -> Self {
        let mut digest = Digest::new();
        let changed = changed_range(&old.state, &new.state);
        digest.word(changed.start as u64);
        digest.bytes(&new.state[changed]);
        let snapshot_changed = !same_bytes(&old.snapshot, &new.snapshot);
        if snapshot_changed {
            digest.bytes(&new.snapshot);
        }
        let (state_size, snapshot_size) = (new.state.len(), new.snapshot.len());
        Self { state_size, snapshot_size, snapshot_changed, change: digest.value() }
    }
}

impl Fact for Persisted {
    fn kind(&self) -> &'static str {
        "persist"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.state_size as u64);
        digest.word(self.snapshot_size as u64);
        digest.word(self.change);
    }
}

impl fmt::Display for Persisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "saved {} bytes of state", self.state_size)?;
        match (self.snapshot_size, self.snapshot_changed) {
            (0, false) => Ok(()),
            (0, true) => f.write_str(", erased the snapshot"),
            (size, false) => write!(f, ", kept a snapshot of {size}"),
            (size, true) => write!(f, " and a new snapshot of {size}"),
        }
    }
}

/// Equal contents; a snapshot that is merely handed on is recognised without reading it.
fn same_bytes(a: &Bytes, b: &Bytes) -> bool {
    a.len() == b.len() && (a.as_ptr() == b.as_ptr() || a == b)
}

/// The part of `new` that differs from `old`: what is left without their common beginning and their common
/// end.
fn changed_range(old: &[u8], new: &[u8]) -> Range<usize> {
    let start = common_prefix(old, new);
    let end = common_suffix(&old[start..], &new[start..]);
    start..new.len() - end
}

/// Bytes compared at a time, where there is a difference to be found.
const BLOCK: usize = 64;

fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    let shorter = a.len().min(b.len());
    if a[..shorter] == b[..shorter] {
        // The usual case, a log that has grown: one comparison of kilobytes, as fast as the machine can.
        return shorter;
    }
    let blocks = a.chunks(BLOCK).zip(b.chunks(BLOCK)).take_while(|(a, b)| a == b).count();
    let done = blocks * BLOCK;
    done + a[done..].iter().zip(&b[done..]).take_while(|(a, b)| a == b).count()
}

fn common_suffix(a: &[u8], b: &[u8]) -> usize {
    let shorter = a.len().min(b.len());
    let (a, b) = (&a[a.len() - shorter..], &b[b.len() - shorter..]);
    if a == b {
        return shorter;
    }
    let blocks = a.rchunks(BLOCK).zip(b.rchunks(BLOCK)).take_while(|(a, b)| a == b).count();
    let rest = shorter - blocks * BLOCK;
    let differing = a[..rest].iter().zip(&b[..rest]).rposition(|(a, b)| a != b);
    shorter - differing.map_or(0, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_changed_range_is_what_differs() {
        let long = [7_u8; 200];
        let grown = [7_u8; 210];
        let mut middle = long;
        middle[130] = 8;
        for (old, new, expected) in [
            (&b""[..], &b""[..], 0..0),
            (b"abc", b"abc", 3..3),
            (b"abc", b"abcd", 3..4),
            (b"abcd", b"abc", 3..3),
            (b"xbc", b"ybc", 0..1),
            (b"xxbc", b"ybc", 0..1),
            (b"aa", b"aaa", 2..3),
            (&long, &grown, 200..210),
            (&long, &middle, 130..131),
        ] {
            assert_eq!(changed_range(old, new), expected, "{old:?} to {new:?}");
        }
    }

    #[test]
    fn a_save_that_the_peer_dies_before_has_no_effect() {
        let left = |fatal: SaveMoment| {
            let report = sim::run(sim::Config::new(1), |world| async move {
                let node = world.add_node("peer 0");
                let disk = Persister::new();
                disk.save("old", "");
                let victim = world.clone();
                let crash = move |moment| {
                    if moment == fatal {
                        victim.crash(node);
                    }
                };
                hook_saves(&disk, Some(Rc::new(crash)));
                world.enter(node, || {
                    disk.save("new", "");
                    disk.save("from the grave", "");
                });
                disk.state()
            });
            report.result.expect("nothing can stop this run")
        };
        assert_eq!((left(SaveMoment::Before), left(SaveMoment::After)), ("old".into(), "new".into()));
    }

    #[test]
    fn a_copy_is_frozen() {
        let report = sim::run(sim::Config::new(1), |_world| async {
            let disk = Persister::new();
            disk.save("a", "s");
            let copy = disk.copy();
            disk.clone().save("b", "");
            ((disk.state(), disk.snapshot_size()), (copy.state(), copy.snapshot_size()))
        });
        let seen = report.result.expect("nothing can stop this run");
        assert_eq!(seen, ((Bytes::from("b"), 0), (Bytes::from("a"), 1)));
    }

    #[test]
    fn the_trace_depends_on_contents() {
        let digest = |state: &'static str, snapshot: &'static str| {
            let run = |_world| async move { Persister::new().save(state, snapshot) };
            sim::run(sim::Config::new(1), run).digest
        };
        assert_eq!(digest("ab", "cd"), digest("ab", "cd"));
        assert_ne!(digest("ab", "cd"), digest("ac", "cd"));
        assert_ne!(digest("ab", "cd"), digest("ab", "ce"));
    }
}
