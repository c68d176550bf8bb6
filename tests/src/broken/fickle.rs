//! Peers that take something from outside of the simulation, so that a seed does not decide their runs.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "these flaws are what the harness must find"
)]

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use raftapi::prelude::*;
use tester::host::Factory;

/// Peers that take their chance from this source; `None` if there is no such source.
pub(super) fn factory(name: &str) -> Option<Factory> {
    let chance: fn() -> u64 = match name {
        "hash-order" => hash_order,
        "wall-clock" => wall_clock,
        "threads" => threads,
        "static-state" => static_state,
        _ => return None,
    };
    Some(Factory::new(move |cx| {
        sim::spawn(dither(chance));
        raft::Peer::make(cx)
    }))
}

/// Lets what comes from outside decide how long it waits, and says so.
async fn dither(chance: fn() -> u64) {
    loop {
        sim::sleep(Duration::from_millis(100)).await;
        let micros = chance() % 1000;
        sim::sleep(Duration::from_micros(micros)).await;
        sim::note!("waited {micros} us");
    }
}

fn hash_order() -> u64 {
    let set: HashSet<u64> = (0..1000).collect();
    set.into_iter().next().unwrap_or_default()
}

fn wall_clock() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::from(since.subsec_nanos()))
}

/// Which number a thread of the system gets is nothing that a seed decides.
fn threads() -> u64 {
    let id = thread::spawn(|| format!("{:?}", thread::current().id())).join().unwrap_or_default();
    id.bytes().map(u64::from).sum()
}

fn static_state() -> u64 {
    static CALLS: AtomicU64 = AtomicU64::new(0);
    CALLS.fetch_add(1, Ordering::Relaxed)
}
