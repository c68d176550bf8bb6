//! The message that the network's benches exchange: 60 bytes out, 17 bytes back, encoded.

use bytes::Bytes;
use labrpc::Rpc;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct Request {
    numbers: (u64, u64, u64, u64, u64),
    #[serde(with = "labgob::shared")]
    payload: Bytes,
}

#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct Reply {
    term: u64,
    success: bool,
    #[serde(with = "labgob::shared")]
    payload: Bytes,
}

impl Rpc for Request {
    type Reply = Reply;
    const METHOD: &'static str = "Echo.Request";
}

pub(crate) fn request() -> Request {
    let request = Request { numbers: (3, 1, 40, 3, 39), payload: Bytes::from_static(&[7; 54]) };
    assert_eq!(labgob::encode(&request).unwrap().len(), 60);
    request
}

pub(crate) fn reply() -> Reply {
    let reply = Reply { term: 3, success: true, payload: Bytes::from_static(&[9; 14]) };
    assert_eq!(labgob::encode(&reply).unwrap().len(), 17);
    reply
}
