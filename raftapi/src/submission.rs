//! What a submission sees of this crate when a grader compiles it: all that an implementation needs, and
//! nothing by which it could look around in the simulation or interfere with those who judge it.
//!
//! A grader compiles submissions against a crate of the name `raftapi` that consists of this module. Whoever
//! needs an item that is missing here reaches past the lab.
//!
//! ```
//! use raftapi::submission::{prelude::*, sim};
//!
//! async fn beat(state: Rc<sim::Mutex<u64>>) {
//!     sim::sleep(Duration::from_millis(100)).await;
//!     let mut beats = state.lock();
//!     *beats += 1;
//!     sim::note!("beat {}", *beats);
//! }
//! ```
//!
//! The world behind the simulation is not for submissions:
//!
//! ```compile_fail
//! use raftapi::submission::{prelude::*, sim};
//! let world = sim::World::current();
//! ```

pub use crate::{
    ApplyMsg, ApplySender, Bytes, ClientEnd, Inspection, LogMark, PeerContext, PeerState, Persister, Raft,
    Role, Rpc, Server, Started, unwritten,
};

/// Virtual time, tasks, chance and locks: of the crate `sim`, what runs inside a peer.
pub mod sim {
    pub use ::sim::channel;
    pub use ::sim::{
        Elapsed, Instant, JoinHandle, Mutex, MutexGuard, Sleep, note, now, random_range, sleep, sleep_until,
        spawn, timeout, yield_now,
    };
}

/// The same names as in [`crate::prelude`].
pub mod prelude {
    pub use std::rc::Rc;
    pub use std::time::Duration;

    pub use ::labgob;
    pub use bytes::Bytes;
    pub use serde::{Deserialize, Serialize};

    pub use super::sim;
    pub use super::{
        ApplyMsg, ApplySender, ClientEnd, Inspection, LogMark, PeerContext, PeerState, Persister, Raft, Role,
        Rpc, Server, Started, unwritten,
    };
}
