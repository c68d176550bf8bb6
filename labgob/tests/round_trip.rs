//! What goes in comes out, as the same bytes every time.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod samples;

use std::fmt::Debug;

use bytes::Bytes;
use proptest::strategy::Strategy;
use serde::Serialize;
use serde::de::DeserializeOwned;

use samples::messages::{Command, Entry};
use samples::{appends, commands, containers, entries, for_all, numbers, trees};

/// Round trips of `strategy`'s values through every function; bincode's own decoder is the second opinion.
fn comes_back<T>(strategy: impl Strategy<Value = T>)
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    for_all(128, strategy, |value| {
        let message = labgob::encode(&value).unwrap();
        assert_eq!(labgob::decode::<T>(&message).unwrap(), value);
        assert_eq!(labgob::decode_shared::<T>(&message).unwrap(), value);

        let mut buffer = b"before".to_vec();
        labgob::encode_to(&mut buffer, &value).unwrap();
        assert_eq!(buffer, [b"before", &message[..]].concat());

        let (opinion, used): (T, usize) =
            bincode::serde::decode_from_slice(&message, bincode::config::standard()).unwrap();
        assert_eq!((opinion, used), (value, message.len()));
    });
}

#[test]
fn append_requests() {
    comes_back(appends());
}

#[test]
fn enums() {
    comes_back(commands());
}

#[test]
fn primitives() {
    comes_back(numbers());
}

#[test]
fn collections() {
    comes_back(containers());
}

#[test]
fn recursive_types() {
    comes_back(trees());
}

#[test]
fn plain_vectors() {
    comes_back(proptest::collection::vec(proptest::num::u8::ANY, 0..400));
    comes_back(proptest::collection::vec(proptest::strategy::Just(()), 0..400));
}

/// The format itself, so that a change of it cannot pass unseen: figures in reports count these bytes.
#[test]
fn the_format() {
    let bytes_of = |value: &dyn Fn(&mut Vec<u8>)| {
        let mut buffer = Vec::new();
        value(&mut buffer);
        buffer
    };
    macro_rules! encodes {
        ($value:expr => $bytes:expr) => {
            assert_eq!(bytes_of(&|buffer| labgob::encode_to(buffer, &$value).unwrap()), $bytes)
        };
    }
    encodes!(250_u64 => [250]);
    encodes!(251_usize => [251, 251, 0]);
    encodes!(0x1_0000_u32 => [252, 0, 0, 1, 0]);
    encodes!(u64::MAX => [253, 255, 255, 255, 255, 255, 255, 255, 255]);
    encodes!(7_u8 => [7]);
    encodes!(255_u8 => [255]);
    encodes!((-1_i32, 1_i32) => [1, 2]);
    encodes!(true => [1]);
    encodes!(() => []);
    encodes!("ab" => [2, b'a', b'b']);
    encodes!(Some(3_u8) => [1, 3]);
    encodes!(None::<u8> => [0]);
    encodes!(vec![1_u8, 2] => [2, 1, 2]);
    encodes!([1_u8, 2] => [1, 2]);
    encodes!(Command::Get("k".into()) => [1, 1, b'k']);
    let entry = Entry { term: 1, command: Bytes::from_static(b"x"), note: Bytes::new() };
    encodes!(entry => [1, 1, b'x', 0]);
}

#[test]
fn values_are_copied() {
    let mut original = vec![String::from("one")];
    let message = labgob::encode(&original).unwrap();
    original[0].push_str(" and more");
    let copy: Vec<String> = labgob::decode(&message).unwrap();
    assert_eq!(copy, ["one"]);
}

/// In the course's codec a zero on the wire leaves the target's old value in place.
#[test]
fn nothing_of_an_older_value_remains() {
    for_all(64, (entries(), entries()), |(old, new)| {
        let mut place = labgob::decode::<Entry>(&labgob::encode(&old).unwrap()).unwrap();
        assert_eq!(place, old);
        place = labgob::decode(&labgob::encode(&new).unwrap()).unwrap();
        assert_eq!(place, new);
    });
    let mut number = 99_u64;
    assert_eq!(number, 99);
    number = labgob::decode(&labgob::encode(&0_u64).unwrap()).unwrap();
    assert_eq!(number, 0);
}

#[test]
fn an_encode_within_an_encode_has_its_own_buffer() {
    struct Sealed(Vec<u64>);
    impl Serialize for Sealed {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let inner = labgob::encode(&self.0).map_err(serde::ser::Error::custom)?;
            (inner.len(), &inner).serialize(serializer)
        }
    }
    let message = labgob::encode(&(1_u8, Sealed(vec![5, 6]), 2_u8)).unwrap();
    let (before, sealed, after): (u8, (usize, Bytes), u8) = labgob::decode(&message).unwrap();
    assert_eq!((before, after), (1, 2));
    assert_eq!(sealed.0, sealed.1.len());
    assert_eq!(labgob::decode::<Vec<u64>>(&sealed.1).unwrap(), [5, 6]);
}

#[test]
fn a_long_message_leaves_no_long_scratch_buffer_behind() {
    let long = Bytes::from(vec![1; 1 << 20]);
    assert_eq!(labgob::encode(&long).unwrap().len(), (1 << 20) + 5);
    assert_eq!(labgob::encode(&3_u8).unwrap(), [3][..]);
}
