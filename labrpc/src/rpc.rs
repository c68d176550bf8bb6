//! What makes a type the argument of a remote procedure call.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The arguments of one remote method. Arguments and reply cross the network as bytes, so that peers share
/// nothing.
///
/// ```
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, Debug)]
/// struct Ping(u64);
///
/// impl labrpc::Rpc for Ping {
///     type Reply = u64;
///     const METHOD: &'static str = "Echo.Ping";
/// }
/// ```
pub trait Rpc: Serialize + DeserializeOwned + Debug + 'static {
    /// What the method answers.
    type Reply: Serialize + DeserializeOwned + Debug + 'static;
    /// The method's name: `Service.Method`, such as `Raft.AppendEntries`.
    const METHOD: &'static str;
}
