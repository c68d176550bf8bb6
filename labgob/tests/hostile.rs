//! Bytes that nobody encoded: decoding ends with a value or an error, soon and within bounds.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod samples;

use std::fmt::Debug;

use bytes::Bytes;
use labgob::DecodeError;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use samples::messages::{self, Append, Command, Containers, Numbers, Tree};
use samples::{appends, commands, containers, for_all, numbers, trees};

/// A varint of eight bytes: the largest length that a message can announce.
const HUGE: [u8; 9] = [253, 255, 255, 255, 255, 255, 255, 255, 255];

fn error<T: DeserializeOwned + Debug>(bytes: &[u8]) -> DecodeError {
    labgob::decode::<T>(bytes).expect_err("these bytes are no such value")
}

#[test]
fn arbitrary_bytes() {
    for_all(1500, vec(any::<u8>(), 0..200), |bytes| messages::check(&bytes));
    // Small numbers make plausible lengths and variants, and so get further into a value.
    for_all(1500, vec(0_u8..6, 0..60), |bytes| messages::check(&bytes));
}

/// Cutting a message anywhere, lengthening it and changing a byte: never a panic, never a value from a piece.
fn survives_damage<T>(strategy: impl Strategy<Value = T>)
where
    T: Serialize + DeserializeOwned + Debug,
{
    let damaged = (strategy, any::<proptest::sample::Index>(), any::<u8>());
    for_all(64, damaged, |(value, place, byte)| {
        let mut message = labgob::encode(&value).unwrap().to_vec();
        for end in 0..message.len() {
            let cut = labgob::decode::<T>(&message[..end]);
            assert!(
                matches!(cut, Err(DecodeError::Truncated | DecodeError::TooManyElements { .. })),
                "the first {end} bytes of {message:?} gave {cut:?}"
            );
        }
        message.push(byte);
        assert_eq!(error::<T>(&message), DecodeError::TrailingBytes { count: 1 });
        let place = place.index(message.len());
        message[place] = byte;
        messages::check_as::<T>(&message);
    });
}

#[test]
fn damaged_messages() {
    survives_damage::<Append>(appends());
    survives_damage::<Command>(commands());
    survives_damage::<Numbers>(numbers());
    survives_damage::<Containers>(containers());
    survives_damage::<Tree>(trees());
}

#[test]
fn a_length_is_not_believed() {
    assert_eq!(error::<String>(&HUGE), DecodeError::Truncated);
    assert_eq!(error::<Bytes>(&HUGE), DecodeError::Truncated);
    assert_eq!(error::<Append>(&[&[1, 1, 1, 1][..], &HUGE].concat()), DecodeError::Truncated);
    let many = DecodeError::TooManyElements { claimed: usize::MAX, room: 9 + labgob::MAX_EMPTY_ELEMENTS };
    assert_eq!(error::<Vec<u8>>(&HUGE), many);
    assert_eq!(error::<std::collections::BTreeMap<u8, u8>>(&HUGE), many);
}

#[test]
fn elements_without_bytes_are_rationed() {
    let allowed = vec![(); labgob::MAX_EMPTY_ELEMENTS];
    assert_eq!(labgob::decode::<Vec<()>>(&labgob::encode(&allowed).unwrap()).unwrap(), allowed);
    assert!(matches!(error::<Vec<()>>(&HUGE), DecodeError::TooManyElements { .. }));
    // The ration is the message's, not each sequence's.
    let nested = vec![vec![(); 200]; 10];
    let message = labgob::encode(&nested).unwrap();
    assert!(matches!(error::<Vec<Vec<()>>>(&message), DecodeError::TooManyElements { .. }));
}

/// Full ration of elements with bytes, whatever the nesting: the ration must never hit an honest message.
#[test]
fn honest_elements_are_not_rationed() {
    let nested = vec![vec![vec![7_u8; 50]; 20]; 20];
    let message = labgob::encode(&nested).unwrap();
    assert_eq!(labgob::decode::<Vec<Vec<Vec<u8>>>>(&message).unwrap(), nested);
    let singles = vec![vec![vec![1_u8]]; 5000];
    assert_eq!(labgob::decode::<Vec<Vec<Vec<u8>>>>(&labgob::encode(&singles).unwrap()).unwrap(), singles);
}

#[test]
fn depth_is_bounded() {
    #[derive(Debug, Serialize, Deserialize)]
    struct Chain(Option<Box<Chain>>);
    #[derive(Debug, Serialize, Deserialize)]
    enum Peano {
        Zero,
        Next(Box<Peano>),
    }
    let ones = vec![1; 1 << 20];
    assert_eq!(error::<Chain>(&ones), DecodeError::TooDeep);
    assert_eq!(error::<Peano>(&ones), DecodeError::TooDeep);
    assert_eq!(error::<Tree>(&ones), DecodeError::TooDeep);
    // Two levels a link here: the newtype and its option.
    let mut deepest = vec![1; labgob::MAX_DEPTH / 2 - 1];
    deepest.push(0);
    assert!(labgob::decode::<Chain>(&deepest).is_ok());
    // The depth belongs to the place in the value, so neighbours do not add up.
    let wide = Tree { children: vec![Tree { children: Vec::new() }; 1000] };
    assert_eq!(labgob::decode::<Tree>(&labgob::encode(&wide).unwrap()).unwrap(), wide);
}

/// A type that contains itself without taking a byte has no finite value; even that ends.
#[test]
fn endless_types_end() {
    #[derive(Debug, Serialize, Deserialize)]
    struct Endless(Box<Endless>);
    assert_eq!(error::<Endless>(&[]), DecodeError::TooDeep);
}

#[test]
fn errors_say_what_is_wrong() {
    let texts = [
        (error::<u64>(&[]).to_string(), "the message ends in the middle of the value"),
        (error::<bool>(&[7]).to_string(), "the bytes are no value of the type: a bool is 0 or 1, not 7"),
        (
            error::<Option<u8>>(&[2]).to_string(),
            "the bytes are no value of the type: an option is 0 or 1, not 2",
        ),
        (
            error::<u16>(&[252, 0, 0, 1, 0]).to_string(),
            "the bytes are no value of the type: an integer of type U16 cannot hold a U32",
        ),
        (
            error::<String>(&[1, 0xff]).to_string(),
            "the bytes are no value of the type: invalid utf-8 sequence of 1 bytes from index 0",
        ),
        (
            error::<char>(&[0x80]).to_string(),
            "the bytes are no value of the type: [80, 00, 00, 00] is no UTF-8 character",
        ),
        (
            error::<Command>(&[9]).to_string(),
            "the bytes are no value of the type: invalid value: integer `9`, expected variant index 0 <= i < 4",
        ),
        (error::<()>(&[0, 0]).to_string(), "2 bytes are left over behind the value"),
        (error::<Tree>(&[1; 200]).to_string(), "the value nests deeper than 128 levels"),
        (
            error::<Vec<()>>(&HUGE).to_string(),
            "the message announces 18446744073709551615 elements where its bytes leave room for 1033 \
             (elements without bytes included, at most 1024 a message)",
        ),
        (
            error::<serde_json::Value>(&[0]).to_string(),
            "the bytes are no value of the type: the type asks the bytes what they are (untagged, flatten, tag), \
             and they do not say",
        ),
    ];
    for (found, expected) in texts {
        assert_eq!(found, expected);
    }
}

#[test]
fn messages_have_a_size_limit() {
    let long = vec![0; labgob::MAX_MESSAGE + 1];
    let size = long.len();
    assert_eq!(error::<Bytes>(&long), DecodeError::TooLarge { size });
    let bytes = Bytes::from(long);
    let mut buffer = vec![7];
    let size = size + 5;
    assert_eq!(labgob::encode(&bytes), Err(labgob::EncodeError::TooLarge { size }));
    assert_eq!(labgob::encode_to(&mut buffer, &bytes), Err(labgob::EncodeError::TooLarge { size }));
    assert_eq!(buffer, [7], "an error leaves the buffer as it was");
}

#[test]
fn values_without_an_encoding_are_refused() {
    struct Unsized;
    impl Serialize for Unsized {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq((0..9).filter(|number| number % 2 == 0))
        }
    }
    struct Stubborn;
    impl Serialize for Stubborn {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("no"))
        }
    }
    assert_eq!(
        labgob::encode(&Unsized).unwrap_err().to_string(),
        "the value cannot be encoded: a sequence or map must know its length before its elements are written"
    );
    assert_eq!(labgob::encode(&Stubborn).unwrap_err().to_string(), "the value cannot be encoded: no");
}
