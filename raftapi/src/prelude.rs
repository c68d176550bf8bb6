//! What an implementation needs in scope: `use raftapi::prelude::*;`.
//!
//! A crate's own item of the same name wins over one from here: whoever writes their own `Role` gets their
//! own.

pub use std::rc::Rc;
pub use std::time::Duration;

pub use ::labgob;
pub use ::sim;
pub use bytes::Bytes;
pub use labrpc::{ClientEnd, Rpc, Server};
pub use serde::{Deserialize, Serialize};

pub use crate::apply::{ApplyMsg, ApplySender};
pub use crate::context::PeerContext;
pub use crate::inspection::{Inspection, LogMark, Role};
pub use crate::persister::Persister;
pub use crate::raft::{PeerState, Raft, Started};
pub use crate::unwritten::unwritten;
