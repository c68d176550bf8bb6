//! The simulated disk: the course's persister of 2023, which saves state and snapshot in one step.

use std::cell::RefCell;
use std::fmt;
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
    disk: Rc<RefCell<Disk>>,
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

    /// Replaces state and snapshot in one atomic step: an empty snapshot erases the one that was there.
    ///
    /// # Panics
    /// Outside a simulation: every save is an event of the run.
    pub fn save(&self, state: impl Into<Bytes>, snapshot: impl Into<Bytes>) {
        let new = Disk { state: state.into(), snapshot: snapshot.into() };
        let old = self.disk.replace(new.clone());
        World::current().emit(Persisted::new(&old, &new));
    }

    /// The state saved last; empty if none ever was.
    pub fn state(&self) -> Bytes {
        self.disk.borrow().state.clone()
    }

    /// The snapshot saved last; empty if none was, or if an empty one replaced it.
    pub fn snapshot(&self) -> Bytes {
        self.disk.borrow().snapshot.clone()
    }

    /// The length of [`state`](Persister::state) in bytes.
    pub fn state_size(&self) -> usize {
        self.disk.borrow().state.len()
    }

    /// The length of [`snapshot`](Persister::snapshot) in bytes.
    pub fn snapshot_size(&self) -> usize {
        self.disk.borrow().snapshot.len()
    }

    /// A second disk with the same contents, frozen: later saves on either do not reach the other.
    ///
    /// This is what a crash keeps: whatever the old peer might still save goes to a disk that nobody reads.
    #[must_use]
    pub fn copy(&self) -> Persister {
        Persister { disk: Rc::new(RefCell::new(self.disk.borrow().clone())) }
    }
}

impl fmt::Debug for Persister {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Persister({} bytes of state, {} of snapshot)", self.state_size(), self.snapshot_size())
    }
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
    /// Hash of the new contents' edges.
    content: u64,
}

impl Persisted {
    /// Hashes the edges of the state, and of a snapshot that is new. A log of kilobytes is saved for every
    /// entry that it grows by; reading all of it again would cost more than the save itself. What lies
    /// between came to the peer in messages, every byte of which is in the run's digest.
    fn new(old: &Disk, new: &Disk) -> Self {
        let mut digest = Digest::new();
        fold_edges(&new.state, &mut digest);
        let snapshot_changed = !same_bytes(&old.snapshot, &new.snapshot);
        if snapshot_changed {
            fold_edges(&new.snapshot, &mut digest);
        }
        let (state_size, snapshot_size) = (new.state.len(), new.snapshot.len());
        Self { state_size, snapshot_size, snapshot_changed, content: digest.value() }
    }
}

impl Fact for Persisted {
    fn kind(&self) -> &'static str {
        "persist"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.state_size as u64);
        digest.word(self.snapshot_size as u64);
        digest.word(self.content);
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

/// How many bytes at each end of a saved byte string go into the run's digest.
const EDGE: usize = 64;

fn fold_edges(bytes: &[u8], digest: &mut Digest) {
    digest.bytes(&bytes[..bytes.len().min(EDGE)]);
    digest.bytes(&bytes[bytes.len().saturating_sub(EDGE)..]);
}

#[cfg(test)]
mod tests {
    use super::*;

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
