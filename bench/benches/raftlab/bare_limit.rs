//! The bare limit: what a round trip costs with nothing but a heap of timed events and the encoding. No
//! tasks, no nodes, no faults, no trace. The simulator's own cost is measured against it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use bytes::Bytes;
use criterion::{Criterion, Throughput};

use crate::messages::{Reply, Request, reply, request};

const ROUND_TRIPS: u64 = 10_000;
/// As many timers as a small cluster has at any time.
const STANDING_TIMERS: u64 = 30;

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Timer,
    Request(Bytes),
    Reply(Bytes),
}

pub(crate) fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("network");
    group.throughput(Throughput::Elements(ROUND_TRIPS));
    group.bench_function("bare limit", |b| b.iter(exchange));
    group.finish();
}

fn exchange() -> u64 {
    let (request, reply) = (request(), reply());
    let mut heap = BinaryHeap::new();
    let mut serial = 0_u64;
    let mut schedule = |heap: &mut BinaryHeap<_>, at: u64, what: What| {
        serial += 1;
        heap.push(Reverse((at, serial, what)));
    };
    for timer in 0..STANDING_TIMERS {
        schedule(&mut heap, u64::MAX - timer, What::Timer);
    }
    let mut done = 0;
    schedule(&mut heap, 100, What::Request(labgob::encode(&request).unwrap()));
    while let Some(Reverse((now, _, what))) = heap.pop() {
        match what {
            What::Request(bytes) => {
                let _: Request = labgob::decode_shared(&bytes).unwrap();
                schedule(&mut heap, now + 100, What::Reply(labgob::encode(&reply).unwrap()));
            }
            What::Reply(bytes) => {
                let _: Reply = labgob::decode_shared(&bytes).unwrap();
                done += 1;
                if done == ROUND_TRIPS {
                    break;
                }
                schedule(&mut heap, now + 100, What::Request(labgob::encode(&request).unwrap()));
            }
            What::Timer => unreachable!("the timers stand at the end of time"),
        }
    }
    done
}
