//! Several values in one message.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use bytes::Bytes;
use labgob::{DecodeError, Decoder, EncodeError, Encoder};

#[test]
fn values_come_back_in_order() {
    let mut encoder = Encoder::new();
    assert!(encoder.is_empty());
    encoder.put(&7_u64).unwrap().put("text").unwrap().put(&[Some(1_u8), None][..]).unwrap();
    assert_eq!(encoder.len(), 1 + 5 + 4);
    let mut decoder = Decoder::new(encoder.finish());
    assert_eq!(decoder.take::<u64>().unwrap(), 7);
    assert_eq!(decoder.take::<String>().unwrap(), "text");
    assert_eq!(decoder.remaining(), 4);
    assert_eq!(decoder.take::<Vec<Option<u8>>>().unwrap(), [Some(1), None]);
    decoder.finish().unwrap();
}

#[test]
fn an_empty_stream_is_an_empty_message() {
    assert!(Encoder::new().finish().is_empty());
    let mut decoder = Decoder::new(Bytes::new());
    assert_eq!(decoder.take::<u8>().unwrap_err(), DecodeError::Truncated);
    decoder.take::<()>().unwrap();
    decoder.finish().unwrap();
}

#[test]
fn an_error_does_not_move_the_decoder() {
    let mut decoder = Decoder::new(labgob::encode(&(5_u8, "four")).unwrap());
    assert!(decoder.take::<(u8, u64, u64, u64, u64, u64, u64)>().is_err());
    assert_eq!(decoder.take::<(u8, String)>().unwrap(), (5, "four".to_owned()));
}

#[test]
fn bytes_left_over_are_an_error() {
    let mut decoder = Decoder::new(Bytes::from_static(&[1, 2, 3]));
    decoder.take::<u8>().unwrap();
    assert_eq!(decoder.finish(), Err(DecodeError::TrailingBytes { count: 2 }));
}

#[test]
fn the_limit_is_the_whole_message() {
    let half = Bytes::from(vec![0; labgob::MAX_MESSAGE / 2]);
    let mut encoder = Encoder::new();
    encoder.put(&half).unwrap();
    let before = encoder.len();
    assert!(matches!(encoder.put(&half), Err(EncodeError::TooLarge { .. })));
    assert_eq!(encoder.len(), before, "an error leaves the message as it was");
    encoder.put(&1_u8).unwrap();
}
