//! Sample messages of every shape, and what must hold of any bytes decoded as them.
//!
//! The fuzz target and the crate's tests both include this file.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The lab's own shape: an append request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Append {
    pub term: u64,
    pub leader: usize,
    pub entries: Vec<Entry>,
    pub conflict: Option<(u64, u64)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub term: u64,
    #[serde(with = "labgob::shared")]
    pub command: Bytes,
    pub note: Bytes,
}

/// Every kind of enum variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Command {
    Noop,
    Get(String),
    Put { key: String, value: Bytes },
    Swap(i8, Option<Box<Command>>),
}

/// Every primitive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Numbers {
    pub unsigned: (u8, u16, u32, u64, u128, usize),
    pub signed: (i8, i16, i32, i64, i128, isize),
    pub floats: (f32, f64),
    pub others: (bool, char, ()),
}

/// Containers in containers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Containers {
    pub map: BTreeMap<u32, Vec<String>>,
    pub set: BTreeSet<i16>,
    pub deque: VecDeque<[u16; 3]>,
    pub option: Option<(Duration, Option<u8>)>,
    pub wide: Vec<[u64; 16]>,
}

/// A type whose depth only the message limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    pub children: Vec<Tree>,
}

/// Takes no bytes, and memory all the same.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Weightless {
    #[serde(skip)]
    pub ballast: [u64; 8],
}

/// Decodes `bytes` as each of the samples.
///
/// # Panics
///
/// Where decoding breaks a promise: see [`check_as`].
pub fn check(bytes: &[u8]) {
    check_as::<Append>(bytes);
    check_as::<Vec<Entry>>(bytes);
    check_as::<Command>(bytes);
    check_as::<Numbers>(bytes);
    check_as::<Containers>(bytes);
    check_as::<Tree>(bytes);
    check_as::<Vec<()>>(bytes);
    check_as::<Vec<Vec<Weightless>>>(bytes);
    check_as::<(String, Vec<u8>)>(bytes);
    check_as::<Bytes>(bytes);
}

/// Decodes `bytes` as `T`, both ways, and encodes what came out.
///
/// # Panics
///
/// Where the two ways differ, or where the value's own encoding is longer than `bytes` or gives another
/// value.
pub fn check_as<T: Serialize + DeserializeOwned>(bytes: &[u8]) {
    let copied = labgob::decode::<T>(bytes);
    let shared = labgob::decode_shared::<T>(&Bytes::copy_from_slice(bytes));
    match (copied, shared) {
        (Ok(copied), Ok(shared)) => {
            let message = labgob::encode(&copied).expect("what was decoded can be encoded");
            assert!(message.len() <= bytes.len(), "only the shortest encoding is written");
            assert_eq!(message, labgob::encode(&shared).expect("so can its twin"));
            let again: T = labgob::decode(&message).expect("what was encoded can be decoded");
            assert_eq!(message, labgob::encode(&again).expect("and encoded again"));
        }
        (Err(copied), Err(shared)) => assert_eq!(copied, shared),
        (Ok(_), Err(error)) => panic!("refused only where fields are shared: {error}"),
        (Err(error), Ok(_)) => panic!("refused only where fields are copied: {error}"),
    }
}
