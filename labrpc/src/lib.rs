//! The lab's simulated network, as specified for the course's `labrpc`.
//!
//! # What it models
//! A [`Network`] of ends and servers. A [`ClientEnd`] is one directed link: made for one caller, pointed at
//! one [`Server`], enabled or not. Calls are encoded, so peers share nothing. The network may lose, delay and
//! reorder; [`fate`] lists the faults. A [`Storm`] adds worse ones, duplicates among them. It counts calls
//! and bytes as the lab does.
//!
//! # What it leaves out
//! The network does not know what it carries. There are no connections to
//! break: a link is enabled or it is not.
//!
//! # Determinism
//! Every link has a random stream of its own, derived from the run's seed and the name of its end. What
//! happens to its k-th message depends on these and k alone.
//!
//! # Panics
//! Outside a simulation. A call to an unknown method, or arguments or a reply of the wrong type, end the run
//! with a [`BadRequest`]. A handler that never answers ends it with a [`SilentHandler`], where
//! [`Network::set_handler_limit`] says what never is.
//!
//! # Example
//! ```
//! use std::rc::Rc;
//!
//! use labrpc::{Network, Rpc, Server};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize, Debug)]
//! struct Ping(u64);
//!
//! impl Rpc for Ping {
//!     type Reply = u64;
//!     const METHOD: &'static str = "Echo.Ping";
//! }
//!
//! struct Echo;
//!
//! let report = sim::run(sim::Config::new(1), |_| async {
//!     let network = Network::new();
//!     let mut server = Server::new();
//!     server.on(&Rc::new(Echo), |_, Ping(number)| number);
//!     network.add_server("echo", server);
//!
//!     let end = network.make_end("client");
//!     network.connect("client", "echo");
//!     network.enable("client", true);
//!     end.call(&Ping(7)).await
//! });
//! assert_eq!(report.result.unwrap(), Some(7));
//! ```

pub mod content;
mod end;
pub mod facts;
pub mod fate;
mod json;
pub mod mishap;
mod name;
mod network;
mod rpc;
mod server;
mod silence;
pub mod storm;

pub use end::ClientEnd;
pub use mishap::{Mishap, Mishaps, Trouble};
pub use name::Name;
pub use network::Network;
pub use rpc::Rpc;
pub use server::{BadRequest, Server};
pub use silence::SilentHandler;
pub use storm::Storm;
