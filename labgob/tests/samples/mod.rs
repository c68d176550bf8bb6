//! Values of the sample messages, at random but the same in every run.
#![allow(dead_code, unreachable_pub, reason = "each test program uses its own part")]

use bytes::Bytes;
use proptest::collection::{btree_map, btree_set, vec, vec_deque};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

#[path = "../../fuzz/messages.rs"]
pub mod messages;

use messages::{Append, Command, Containers, Entry, Numbers, Tree};

/// Runs `check` over `cases` values of `strategy`; nothing of it depends on the machine or on an earlier run.
pub fn for_all<S: Strategy>(cases: u32, strategy: S, check: impl Fn(S::Value)) {
    let config = ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(2014),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let outcome = TestRunner::new(config).run(&strategy, |value| {
        check(value);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

pub fn byte_strings() -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), 0..40).prop_map(Bytes::from)
}

pub fn entries() -> impl Strategy<Value = Entry> {
    (any::<u64>(), byte_strings(), byte_strings()).prop_map(|(term, command, note)| Entry {
        term,
        command,
        note,
    })
}

pub fn appends() -> impl Strategy<Value = Append> {
    (any::<u64>(), any::<usize>(), vec(entries(), 0..6), any::<Option<(u64, u64)>>())
        .prop_map(|(term, leader, entries, conflict)| Append { term, leader, entries, conflict })
}

pub fn commands() -> impl Strategy<Value = Command> {
    let flat = prop_oneof![
        Just(Command::Noop),
        ".{0,12}".prop_map(Command::Get),
        (".{0,6}", byte_strings()).prop_map(|(key, value)| Command::Put { key, value }),
    ];
    flat.prop_recursive(4, 8, 1, |inner| {
        (any::<i8>(), proptest::option::of(inner.prop_map(Box::new)))
            .prop_map(|(by, then)| Command::Swap(by, then))
    })
}

pub fn numbers() -> impl Strategy<Value = Numbers> {
    (
        any::<(u8, u16, u32, u64, u128, usize)>(),
        any::<(i8, i16, i32, i64, i128, isize)>(),
        floats(),
        any::<(bool, char, ())>(),
    )
        .prop_map(|(unsigned, signed, floats, others)| Numbers { unsigned, signed, floats, others })
}

fn floats() -> impl Strategy<Value = (f32, f64)> {
    (any::<f32>(), any::<f64>())
}

pub fn containers() -> impl Strategy<Value = Containers> {
    (
        btree_map(any::<u32>(), vec(".{0,5}", 0..4), 0..4),
        btree_set(any::<i16>(), 0..6),
        vec_deque(any::<[u16; 3]>(), 0..4),
        any::<Option<(std::time::Duration, Option<u8>)>>(),
        vec(any::<[u64; 16]>(), 0..3),
    )
        .prop_map(|(map, set, deque, option, wide)| Containers { map, set, deque, option, wide })
}

pub fn trees() -> impl Strategy<Value = Tree> {
    Just(Tree { children: Vec::new() })
        .prop_recursive(6, 20, 4, |inner| vec(inner, 0..4).prop_map(|children| Tree { children }))
}
