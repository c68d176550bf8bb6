//! Runs made up for tests of the timeline: a small Raft in a small network, told as the records of a trace.
//!
//! It is no simulator of its own right: it makes elections, replication, faults and one broken rule that look
//! like those of a real run, in any number, and always the same ones.

mod network;
mod peer;
mod script;
mod tell;

use timeline::record::{Build, FORMAT, Header, Mark, Record, VERSION, Verdict};

use network::World;

/// A run of five peers with about `events` events, which ends with a broken rule.
pub fn run(events: u64) -> (Header, Vec<Record>) {
    let mut world = World::new(5);
    script::drive(&mut world, events);
    let broken = world.tell.last_id();
    let header = Header {
        format: FORMAT.to_owned(),
        version: VERSION,
        test: "sample_2C".to_owned(),
        part: "2C".to_owned(),
        title: "A run made up for tests".to_owned(),
        seed: 4711,
        peers: 5,
        build: Build { raftlab: "0.1.0".to_owned(), program: "5f3c9a1be07d2c44".to_owned() },
        replay: "cargo lab replay sample_2C 4711".to_owned(),
        failure: Some(verdict(broken, world.now)),
        digest: "00d1ce00c0ffee00".to_owned(),
        events: broken + 1,
        ended: world.now,
        steering: None,
        marks: vec![Mark {
            event: broken - broken / 10,
            label: "decided".to_owned(),
            text: "From here on nearly every schedule breaks the rule.".to_owned(),
        }],
    };
    (header, world.tell.records)
}

fn verdict(event: u64, at: u64) -> Verdict {
    Verdict {
        class: "safety".to_owned(),
        rule: "commit-own-term".to_owned(),
        message: script::BROKEN.to_owned(),
        event: Some(event),
        at,
        peers: vec![1, 2],
        section: "§5.4.2, Figure 8; Figure 2, Leaders".to_owned(),
        card: vec![
            "A leader counts replicas only for entries of its own term. An entry of an earlier term can be on a \
             majority and still be overwritten, by a leader whose last entry is of a later term."
                .to_owned(),
            "The condition that log[N].term equals current_term is missing.".to_owned(),
        ],
    }
}
