//! What a message costs: every simulated RPC is encoded and decoded twice.
#![allow(clippy::unwrap_used, reason = "a benchmark may stop")]

use std::hint::black_box;

use bytes::Bytes;
use criterion::{BatchSize, Criterion, Throughput};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A vote request: four small integers.
#[derive(Serialize, Deserialize)]
struct Vote {
    term: u64,
    candidate: usize,
    last_log_index: u64,
    last_log_term: u64,
}

/// An append request whose bytes come to about sixty with one entry.
#[derive(Serialize, Deserialize)]
struct Append {
    term: u64,
    leader: usize,
    prev_log_index: u64,
    prev_log_term: u64,
    entries: Vec<Entry>,
    leader_commit: u64,
}

#[derive(Clone, Serialize, Deserialize)]
struct Entry {
    term: u64,
    #[serde(with = "labgob::shared")]
    command: Bytes,
}

fn append(entries: usize, command: usize) -> Append {
    let entry = Entry { term: 7, command: Bytes::from(vec![0x5a; command]) };
    Append {
        term: 7,
        leader: 1,
        prev_log_index: 1000,
        prev_log_term: 6,
        entries: vec![entry; entries],
        leader_commit: 998,
    }
}

fn both_ways<T: Serialize + DeserializeOwned>(criterion: &mut Criterion, name: &str, value: &T) {
    let message = labgob::encode(value).unwrap();
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(message.len() as u64));
    group.bench_function("encode", |bencher| bencher.iter(|| labgob::encode(black_box(value)).unwrap()));
    group.bench_function("decode", |bencher| {
        bencher.iter(|| labgob::decode::<T>(black_box(&message)).unwrap());
    });
    group.bench_function("decode_shared", |bencher| {
        bencher.iter_batched(
            // A fresh message each time: the first slice of a message costs more than the next ones.
            || Bytes::copy_from_slice(&message),
            |message| labgob::decode_shared::<T>(black_box(&message)).unwrap(),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let vote = Vote { term: 7, candidate: 2, last_log_index: 1000, last_log_term: 6 };
    both_ways(&mut criterion, "vote", &vote);
    both_ways(&mut criterion, "heartbeat", &append(0, 0));
    both_ways(&mut criterion, "one_entry", &append(1, 44));
    both_ways(&mut criterion, "ten_entries", &append(10, 44));
    both_ways(&mut criterion, "large_entry", &append(1, 5000));
    criterion.final_summary();
}
