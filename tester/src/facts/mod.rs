//! What the tester itself adds to the trace of a run: what it did to the cluster, what the services saw, what
//! the peers say of themselves, and how far the test's script has come.
//!
//! What happened on a peer is an event of that peer's node; the script's own checkpoints are events of no
//! node.

mod chaos;
mod checkpoint;
mod fault;
mod role;
mod service;
mod submitted;
mod violated;

pub use chaos::Chaos;
pub use checkpoint::Checkpoint;
pub use fault::{Fault, Weather};
pub use role::RoleChange;
pub use service::{Applied, ApplyRefused, SnapshotInstalled, SnapshotTaken};
pub use submitted::Submitted;
pub use violated::Violated;
