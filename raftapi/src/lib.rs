//! What a Raft implementation sees of the lab: the trait that it implements, what it is given, and what it
//! hands back.
//!
//! | item | what it is | where it comes from |
//! |---|---|---|
//! | [`Raft`] | the five calls of the service above, and a look inside | the lab's `Make`, `Start`, `GetState`, `Snapshot` |
//! | [`PeerContext`] | what [`Raft::make`] is given | the parameters of `Make` |
//! | [`ApplyMsg`], [`ApplySender`] | the way up: committed commands and installed snapshots | the lab's `applyCh` |
//! | [`Persister`] | the disk: state and snapshot, saved together | the course's persister of 2023 |
//! | [`unwritten`] | a hole: what is called there is still to be written | no part of the lab |
//! | [`Inspection`] | an optional look inside, for oracles and timelines | no part of the lab |
//!
//! Peers talk to each other through [`ClientEnd`], [`Server`] and [`Rpc`], which belong to `labrpc`, and live
//! in the virtual time of `sim`. One line brings all of it:
//!
//! ```
//! use raftapi::prelude::*;
//! ```
//!
//! # Determinism
//!
//! An implementation that keeps to `sim`'s time, tasks and random numbers runs the same way each time a seed
//! is run. Wall clocks, threads, the operating system's randomness and the order of a `HashMap` are not under
//! the simulation's control.
//!
//! # Example
//!
//! A peer that believes it leads a cluster of one, and agrees with itself at once:
//!
//! ```
//! use raftapi::prelude::*;
//!
//! struct Peer {
//!     log: sim::Mutex<Vec<Bytes>>,
//!     apply: ApplySender,
//! }
//!
//! impl Raft for Peer {
//!     fn make(cx: PeerContext) -> Rc<Self> {
//!         Rc::new(Self { log: sim::Mutex::new(Vec::new()), apply: cx.apply })
//!     }
//!     fn register(self: &Rc<Self>, _server: &mut Server) {}
//!     fn start(self: &Rc<Self>, command: Bytes) -> Option<Started> {
//!         let mut log = self.log.lock();
//!         log.push(command.clone());
//!         let index = log.len() as u64;
//!         let apply = self.apply.clone();
//!         sim::spawn(async move { apply.send(ApplyMsg::Command { index, command }).await });
//!         Some(Started { index, term: 1 })
//!     }
//!     fn state(&self) -> PeerState {
//!         PeerState { term: 1, is_leader: true }
//!     }
//!     fn snapshot(self: &Rc<Self>, _index: u64, _snapshot: Bytes) {}
//! }
//!
//! let report = sim::run(sim::Config::new(1), |_world| async {
//!     let (apply, mut service) = raftapi::apply_channel();
//!     let cx = PeerContext { me: 0, peers: Vec::new(), persister: Persister::new(), apply };
//!     let peer = Peer::make(cx);
//!     assert_eq!(peer.start(Bytes::from_static(b"x")), Some(Started { index: 1, term: 1 }));
//!     service.recv().await
//! });
//! let command = Bytes::from_static(b"x");
//! assert_eq!(report.result.ok().flatten(), Some(ApplyMsg::Command { index: 1, command }));
//! ```

mod apply;
mod context;
mod inspection;
mod persister;
pub mod prelude;
mod raft;
pub mod submission;
mod unwritten;

pub use crate::apply::{ApplyMsg, ApplyReceiver, ApplySender, apply_channel};
pub use crate::context::PeerContext;
pub use crate::inspection::{Inspection, LogMark, Role};
pub use crate::persister::{Persisted, Persister, SaveHook, SaveMoment, hook_saves};
pub use crate::raft::{PeerState, Raft, Started};
pub use crate::unwritten::{Unwritten, unwritten};
pub use bytes::Bytes;
pub use labrpc::{ClientEnd, Rpc, Server};
