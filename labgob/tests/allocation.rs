//! Memory: one allocation an encoding, and never more for a decoding than the message's length justifies.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod samples;

use allocation_counter::{AllocationInfo, measure};
use bytes::Bytes;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::de::DeserializeOwned;

use samples::for_all;
use samples::messages::{Append, Command, Containers, Entry, Numbers, Tree, Weightless};

/// What decoding `bytes` as `T` asks of the allocator, whatever comes of it.
fn decoding<T: DeserializeOwned>(bytes: &[u8]) -> AllocationInfo {
    measure(|| drop(labgob::decode::<T>(bytes)))
}

/// Checks that decoding `bytes` as `T` asks for no more than room for `places` elements of `element` bytes
/// each, four times over (growth by doubling, and room made for elements that then fail), and a constant for
/// the error's text.
fn is_bounded<T: DeserializeOwned>(bytes: &[u8], places: usize, element: usize) {
    let asked = decoding::<T>(bytes).bytes_total;
    let allowed = (4 * places * element + 4096) as u64;
    let name = std::any::type_name::<T>();
    assert!(asked <= allowed, "{name}: {asked} bytes allocated for {bytes:?}, allowed {allowed}");
}

fn all_are_bounded(bytes: &[u8]) {
    // Where sequences do not nest, no more elements find room than there are bytes.
    let flat = bytes.len();
    is_bounded::<String>(bytes, flat, 1);
    is_bounded::<Bytes>(bytes, flat, 1);
    is_bounded::<Vec<u8>>(bytes, flat, 1);
    is_bounded::<Vec<()>>(bytes, flat, 1);
    is_bounded::<Vec<u64>>(bytes, flat, size_of::<u64>());
    is_bounded::<Vec<[u64; 16]>>(bytes, flat, size_of::<[u64; 16]>());
    is_bounded::<Append>(bytes, flat, size_of::<Entry>());
    is_bounded::<Command>(bytes, flat, size_of::<Command>());
    is_bounded::<Numbers>(bytes, flat, 1);
    // Where they do, or where elements have no bytes, the promise is the message's ration.
    let ration = bytes.len() + labgob::MAX_EMPTY_ELEMENTS;
    is_bounded::<Vec<Vec<Weightless>>>(bytes, ration, size_of::<Weightless>());
    is_bounded::<Vec<Vec<[u64; 16]>>>(bytes, ration, size_of::<[u64; 16]>());
    is_bounded::<Containers>(bytes, ration, size_of::<[u64; 16]>());
    is_bounded::<Tree>(bytes, ration, size_of::<Tree>());
}

#[test]
fn arbitrary_bytes_are_bounded() {
    for_all(1000, vec(any::<u8>(), 0..120), |bytes| all_are_bounded(&bytes));
    for_all(1000, vec(0_u8..6, 0..60), |bytes| all_are_bounded(&bytes));
}

/// Every kind of claim at every place of a message.
#[test]
fn claims_are_bounded() {
    let claims: [&[u8]; 6] = [
        &[250],
        &[251, 0xff, 0xff],
        &[252, 0, 0, 0, 4],
        &[252, 0xff, 0xff, 0xff, 0xff],
        &[253, 0, 0, 0, 0, 0, 0, 0, 16],
        &[253, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ];
    for claim in claims {
        for before in 0..20 {
            for filler in 0..4 {
                for behind in [0, 1, 50] {
                    let message = [&vec![filler; before][..], claim, &vec![filler; behind]].concat();
                    all_are_bounded(&message);
                }
            }
        }
    }
}

/// What bincode's own decoder would do with nine bytes shows that the test measures something.
#[test]
fn the_hole_that_was_closed() {
    let message = [253, 0, 0, 0, 1, 0, 0, 0, 0]; // a string of 16 MiB
    let theirs = measure(|| {
        drop(bincode::serde::decode_from_slice::<String, _>(&message, bincode::config::standard()));
    });
    assert!(theirs.bytes_total >= 16 << 20, "{theirs:?}");
    assert_eq!(decoding::<String>(&message).bytes_total, 0);
}

#[test]
fn an_encoding_is_one_allocation_of_its_length() {
    let entry = Entry { term: 1, command: Bytes::from(vec![1; 300]), note: Bytes::new() };
    let append = Append { term: 1, leader: 2, entries: vec![entry; 3], conflict: None };
    let length = labgob::encode(&append).unwrap().len() as u64; // the thread's scratch buffer has grown now
    let info = measure(|| drop(labgob::encode(&append).unwrap()));
    assert_eq!((info.count_total, info.bytes_total), (1, length));
}

#[test]
fn shared_fields_are_not_copied() {
    let entry = Entry { term: 1, command: Bytes::from(vec![1; 5000]), note: Bytes::new() };
    let message = labgob::encode(&entry).unwrap();
    let copying = measure(|| drop(labgob::decode::<Entry>(&message).unwrap()));
    assert!(copying.bytes_total >= 5000, "{copying:?}");
    let sharing = measure(|| drop(labgob::decode_shared::<Entry>(&message).unwrap()));
    assert!(sharing.bytes_total < 100, "the message's reference count and nothing else: {sharing:?}");
}
