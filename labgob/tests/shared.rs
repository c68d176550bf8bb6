//! Fields that are slices of the message they came in.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Field(#[serde(with = "labgob::shared")] Bytes);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Plain {
    bytes: Bytes,
}

fn is_within(part: &Bytes, whole: &Bytes) -> bool {
    whole.as_ptr_range().contains(&part.as_ptr())
}

fn field(text: &'static str) -> Field {
    Field(Bytes::from_static(text.as_bytes()))
}

#[test]
fn marked_fields_are_slices_and_others_copies() {
    let message = labgob::encode(&(field("shared"), Plain { bytes: Bytes::from_static(b"copied") })).unwrap();
    let (shared, plain): (Field, Plain) = labgob::decode_shared(&message).unwrap();
    assert_eq!((&shared.0[..], &plain.bytes[..]), (&b"shared"[..], &b"copied"[..]));
    assert!(is_within(&shared.0, &message));
    assert!(!is_within(&plain.bytes, &message));
}

#[test]
fn every_marked_field_of_a_message_is_a_slice() {
    let fields = vec![field("one"), field(""), field("two"), field("two")];
    let message = labgob::encode(&fields).unwrap();
    let decoded: Vec<Field> = labgob::decode_shared(&message).unwrap();
    assert_eq!(decoded, fields);
    for Field(bytes) in decoded.iter().filter(|Field(bytes)| !bytes.is_empty()) {
        assert!(is_within(bytes, &message));
    }
}

#[test]
fn decode_copies_everything() {
    let message = labgob::encode(&field("text")).unwrap();
    let Field(bytes) = labgob::decode(&message).unwrap();
    assert!(!is_within(&bytes, &message));
}

#[test]
fn the_attribute_does_not_change_the_encoding() {
    let bytes = Bytes::from_static(b"same");
    assert_eq!(labgob::encode(&Field(bytes.clone())).unwrap(), labgob::encode(&Plain { bytes }).unwrap());
}

#[test]
fn a_slice_outlives_the_message() {
    let message = labgob::encode(&field("kept alive")).unwrap();
    let decoded: Field = labgob::decode_shared(&message).unwrap();
    drop(message);
    assert_eq!(decoded, field("kept alive"));
}

#[test]
fn streams_share_too() {
    let mut encoder = labgob::Encoder::new();
    encoder.put(&1_u8).unwrap().put(&field("state")).unwrap();
    let message = encoder.finish();
    let mut decoder = labgob::Decoder::new(message.clone());
    assert_eq!(decoder.take::<u8>().unwrap(), 1);
    let Field(bytes) = decoder.take().unwrap();
    assert!(is_within(&bytes, &message));
}

/// Holds an inner message and decodes it while the outer one is being decoded.
#[derive(Debug, PartialEq)]
struct Envelope(Field);

impl<'de> Deserialize<'de> for Envelope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Field(inner) = Field::deserialize(deserializer)?;
        labgob::decode_shared(&inner).map(Envelope).map_err(serde::de::Error::custom)
    }
}

#[test]
fn messages_within_messages_share_their_own() {
    let inner = labgob::encode(&field("inner")).unwrap();
    let message = labgob::encode(&(field("before"), Field(inner), field("after"))).unwrap();
    let (before, envelope, after): (Field, Envelope, Field) = labgob::decode_shared(&message).unwrap();
    assert_eq!((&before, &envelope.0, &after), (&field("before"), &field("inner"), &field("after")));
    for Field(bytes) in [&before, &envelope.0, &after] {
        assert!(is_within(bytes, &message));
    }
}

/// Panics in the middle of a message.
#[derive(Debug)]
struct Bomb;

impl<'de> Deserialize<'de> for Bomb {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Field(bytes) = Field::deserialize(deserializer)?;
        panic!("exploded with {} bytes", bytes.len());
    }
}

#[test]
fn a_panic_leaves_nothing_behind() {
    let message = labgob::encode(&(field("before"), field("bomb"))).unwrap();
    let exploded = catch_unwind(AssertUnwindSafe(|| labgob::decode_shared::<(Field, Bomb)>(&message)));
    assert!(exploded.is_err());
    let next = labgob::encode(&field("next")).unwrap();
    let Field(bytes) = labgob::decode(&next).unwrap();
    assert_eq!(bytes, "next");
    assert!(!is_within(&bytes, &next) && !is_within(&bytes, &message));
}

#[test]
fn other_formats_copy() {
    let json = serde_json::to_string(&field("hi")).unwrap();
    assert_eq!(json, "[104,105]");
    assert_eq!(serde_json::from_str::<Field>(&json).unwrap(), field("hi"));
    assert!(serde_json::from_str::<Field>("{}").unwrap_err().to_string().contains("expected a byte string"));
}
