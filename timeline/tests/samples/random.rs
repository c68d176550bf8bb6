//! Small traces of runs that could have happened, from random moves.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;
use timeline::record::{Event, Record, Role, State, What};

use crate::samples::event;

/// How many peers there are in these runs.
const PEERS: usize = 5;

/// A request somewhere between its sending and its end.
#[derive(Clone, Copy)]
struct Flight {
    call: u64,
    from: usize,
    to: usize,
    sent: u64,
    stage: Stage,
}

/// How far it is, with the event that brought it there.
#[derive(Clone, Copy)]
enum Stage {
    Sent,
    Delivered(u64),
    Replied(u64),
}

/// A run under way.
#[derive(Default)]
struct Run {
    records: Vec<Record>,
    now: u64,
    next: u64,
    last: BTreeMap<Option<usize>, u64>,
    flights: Vec<Flight>,
}

impl Run {
    fn event(&mut self, node: Option<usize>, cause: Option<u64>, what: What) -> u64 {
        let id = self.next;
        self.next += 1;
        let mut parents: Vec<u64> = self.last.insert(node, id).into_iter().chain(cause).collect();
        parents.sort_unstable();
        parents.dedup();
        let event = Event { at: self.now, ..event(id, 0, node, &parents, what) };
        self.records.push(Record::Event(event));
        id
    }

    fn method() -> String {
        "Raft.AppendEntries".to_owned()
    }

    fn send(&mut self, from: usize, to: usize, twice: bool) {
        let (call, method) = (self.next + 1, Self::method());
        let sent = What::Send { call, to: Some(to), method: method.clone(), size: 1, args: json!({}) };
        let sent = self.event(Some(from), None, sent);
        self.flights.push(Flight { call, from, to, sent, stage: Stage::Sent });
        if twice {
            let copy = self.event(Some(from), Some(sent), What::Duplicate { call, method });
            self.flights.push(Flight { call, from, to, sent: copy, stage: Stage::Sent });
        }
    }

    /// Moves a request on, or loses it.
    fn go_on(&mut self, pick: usize, is_lost: bool) {
        if self.flights.is_empty() {
            return;
        }
        let flight = self.flights.swap_remove(pick % self.flights.len());
        let Flight { call, from, to, sent, stage } = flight;
        let method = Self::method();
        if is_lost {
            let cause = if let Stage::Replied(reply) = stage { reply } else { sent };
            let reason = "request lost".to_owned();
            self.event(Some(from), Some(cause), What::Drop { call, to: Some(to), method, reason });
            return;
        }
        let stage = match stage {
            Stage::Sent => {
                let deliver = What::Deliver { call, from: Some(from), method };
                Stage::Delivered(self.event(Some(to), Some(sent), deliver))
            }
            Stage::Delivered(cause) => {
                let reply = What::Reply { call, to: Some(from), method, size: 1, args: json!({}) };
                Stage::Replied(self.event(Some(to), Some(cause), reply))
            }
            Stage::Replied(cause) => {
                let answer = What::Answer { call, from: Some(to), method, awaited: true };
                self.event(Some(from), Some(cause), answer);
                return;
            }
        };
        self.flights.push(Flight { stage, ..flight });
    }

    fn state(&mut self, node: usize, running: Option<bool>, role: Option<Role>) {
        let after = self.next.saturating_sub(1);
        let term = role.map(|_| after);
        let state = State { after, at: self.now, node, running, role, term, ..State::default() };
        self.records.push(Record::State(state));
    }

    fn step(&mut self, (kind, node, pick, wait): (u8, usize, usize, usize)) {
        // Often nothing passes, often a few nanoseconds, sometimes much.
        self.now += [0, 0, 1, 7, 9_999, 10_000, 123_456, 5_000_000][wait % 8];
        match kind {
            0 | 1 => self.send(node, pick % PEERS, pick % 7 == 0),
            2..=6 => self.go_on(pick, pick % 11 == 0),
            7 => self.state(node, None, Some([Role::Follower, Role::Leader][pick % 2])),
            8 => {
                self.event(Some(node), self.last.get(&None).copied(), What::Crash {});
                self.state(node, Some(pick % 2 == 0), None);
            }
            _ => {
                self.event(None, None, What::Test { step: "round".to_owned() });
            }
        }
    }
}

/// The records of such a run.
pub(crate) fn runs() -> impl Strategy<Value = Vec<Record>> {
    let moves = (0_u8..10, 0..PEERS, 0_usize..1000, 0_usize..8);
    proptest::collection::vec(moves, 0..200).prop_map(|moves| {
        let mut run = Run::default();
        for one in moves {
            run.step(one);
        }
        run.records
    })
}
