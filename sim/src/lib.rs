//! A deterministic simulator: many nodes on one thread, in virtual time, out of one seed.
//!
//! # What it models
//! A [`World`] holds a virtual clock, nodes (machines that crash and live again), the tasks that run on them,
//! timers, devices such as a network, independent random streams and a trace of everything observable.
//! [`run`] runs a script in a new world until the script returns or a limit ends the run with a typed
//! [`Stop`].
//!
//! Simulated code sees ambient functions in the manner of tokio: [`spawn`], [`sleep`], [`timeout`], [`now`],
//! [`random_range`], [`yield_now`], [`note!`], a rendezvous [`channel`] and a [`Mutex`].
//!
//! Nodes can be paused, and their clocks can run fast or slow. An [`Auditor`] follows a run fact by fact and
//! may [look](World::look) at its nodes; what it wants to try out, it does [aside](Aside).
//!
//! # What it leaves out
//! Code takes no time; only waiting does. There is no preemption: a task runs until it awaits. There is no
//! network here and no Raft; both are built on top.
//!
//! # Determinism
//! One build, one script, one seed: one run, whatever the machine and whatever else the process does. When
//! several tasks are runnable, or several timers due at one instant, the scheduler's stream picks. Every node
//! and the script have streams of their own, so that drawing more in one place shifts nothing elsewhere. The
//! 64-bit digest of two runs is equal exactly when everything observable was.
//!
//! # Panics
//! The ambient functions panic outside a simulation. A panic of simulated code is caught, attributed to its
//! node and task, and ends the run as [`Stop::Panic`].
//!
//! # Example
//! ```
//! use std::time::Duration;
//!
//! let report = sim::run(sim::Config::new(42), |world| async move {
//!     let node = world.add_node("alarm clock");
//!     let ringing = world.spawn_on(node, async {
//!         sim::sleep(Duration::from_secs(8 * 3600 / 10)).await;
//!         sim::note!("ringing");
//!         sim::now()
//!     });
//!     ringing.await
//! });
//! assert_eq!(report.result.unwrap().to_string(), "2880.000000");
//! ```

mod ambient;
mod aside;
mod audit;
mod behalf;
pub mod channel;
mod clock;
mod crash;
mod device;
mod digest;
mod frames;
mod mutex;
mod node;
mod panics;
mod pause;
mod redraw;
mod run;
mod scheduler;
mod serial;
mod sleep;
mod stop;
mod streams;
mod task;
mod time;
mod timers;
mod trace;
mod waiting;
mod witness;
mod world;

pub use ambient::{note, now, random_range, spawn};
pub use aside::Aside;
pub use audit::{Auditor, Notice};
pub use device::Device;
pub use digest::Digest;
pub use frames::Frame;
pub use mutex::{Mutex, MutexGuard};
pub use node::{Life, NodeId, Place};
pub use redraw::Redraw;
pub use run::{Config, Limits, Report, run};
pub use sleep::{Elapsed, Sleep, sleep, sleep_until, timeout, yield_now};
pub use stop::Stop;
pub use streams::Stream;
pub use task::JoinHandle;
pub use time::Instant;
pub use trace::{Event, Fact, Note, Panicked};
pub use waiting::{Awaited, Wait, Waiting};
pub use witness::{Moment, Witness};
pub use world::World;
