//! The trace-event JSON of Chrome, which Perfetto opens.
//!
//! # What it models
//! | in the trace | in Perfetto |
//! |---|---|
//! | peer *n* | process *n* + 1, since process 0 means the idle processor there |
//! | the test's script | the process after the last peer |
//! | role and term | slices of thread 1 |
//! | requests, handlers, replies | slices of thread 2, with an arrow for every message from slice to slice |
//! | saves, commands, notes | instants of thread 3 |
//! | logged lines | instants of thread 4 |
//! | `commit_index` and `last_applied` | counters of the process |
//! | faults, violations, verdicts | instants across everything |
//!
//! # Time
//! Virtual code takes no time, but a slice without length is not seen. So what happens at one moment gets
//! [`VISIBLE`] nanoseconds, or as many as there are until the next slice of the same thread begins. Where
//! several things happen on a thread in the same nanosecond, they follow each other in steps of one
//! nanosecond: slices of a thread never overlap. The argument `at` of each is the true time in nanoseconds.
//! A handler that goes on while others run is an async span.

mod json;
mod lane;
mod roles;
mod traffic;

use std::io::Write;

use serde_json::json;

use self::json::{Item, Items};
use self::roles::Roles;
use self::traffic::Traffic;
use crate::record::{Event, Header, Line, Record, State, What};
use crate::{ExportError, TraceError};

/// How long something is shown that takes no time, in nanoseconds: half of what a message takes at least.
pub const VISIBLE: u64 = 10_000;

/// Whose instants are saves, commands and notes.
const EVENTS: usize = 3;

/// Whose instants are logged lines.
const LOG: usize = 4;

/// The threads of each process.
const THREADS: [(usize, &str); 4] =
    [(roles::THREAD, "role and term"), (traffic::THREAD, "messages"), (EVENTS, "events"), (LOG, "log")];

/// Writes a trace for Perfetto. Holds some thirty bytes for each message, and nothing else.
pub fn write(
    header: &Header,
    records: impl Iterator<Item = Result<Record, TraceError>>,
    out: &mut impl Write,
) -> Result<(), ExportError> {
    let mut export = Export::new(header, out)?;
    for record in records {
        match record? {
            Record::Event(event) => export.event(&event)?,
            Record::State(state) => export.state(&state)?,
            Record::Log(line) => export.line(&line)?,
            Record::Header(_) | Record::End(_) => {}
        }
    }
    export.finish(header)
}

/// The process of a peer; of the script, where there is none.
fn process(node: Option<usize>, peers: usize) -> usize {
    node.unwrap_or(peers) + 1
}

struct Export<'a, W> {
    peers: usize,
    items: Items<'a, W>,
    roles: Roles,
    traffic: Traffic,
    /// The last moment seen.
    now: u64,
}

impl<'a, W: Write> Export<'a, W> {
    fn new(header: &Header, out: &'a mut W) -> Result<Self, ExportError> {
        let peers = header.peers;
        let mut items = Items::new(out)?;
        for index in 0..=peers {
            let pid = index + 1;
            let name = if index == peers { "test".to_owned() } else { format!("peer {index}") };
            items.name(pid, None, &name)?;
            for (tid, name) in THREADS {
                items.name(pid, Some(tid), name)?;
            }
        }
        Ok(Self { peers, items, roles: Roles::new(peers), traffic: Traffic::new(peers), now: 0 })
    }

    fn event(&mut self, event: &Event) -> Result<(), ExportError> {
        self.now = event.at;
        self.traffic.until(event.at, &mut self.items)?;
        match &event.what {
            What::Send { .. }
            | What::Duplicate { .. }
            | What::Deliver { .. }
            | What::Reply { .. }
            | What::Answer { .. }
            | What::Drop { .. } => self.traffic.event(event, &mut self.items)?,
            _ => self.instant(event)?,
        }
        Ok(())
    }

    fn instant(&mut self, event: &Event) -> Result<(), ExportError> {
        let (category, scope) = scope_of(&event.what);
        let args = json!({"event": event.id, "at": event.at, "term": event.term, "kind": event.what.kind()});
        self.items.put(&Item {
            name: &event.text,
            cat: Some(category),
            ph: "i",
            ts: Some(event.at.into()),
            pid: process(event.node, self.peers),
            tid: Some(EVENTS),
            s: Some(scope),
            args: Some(args),
            ..Item::default()
        })
    }

    fn state(&mut self, state: &State) -> Result<(), ExportError> {
        self.now = state.at;
        let pid = process(Some(state.node), self.peers);
        for (name, value) in [("commit index", state.commit), ("last applied", state.applied)] {
            if let Some(value) = value {
                self.items.counter(pid, state.at, name, value)?;
            }
        }
        self.roles.state(state, &mut self.items)
    }

    fn line(&mut self, line: &Line) -> Result<(), ExportError> {
        let args = json!({"level": line.level, "target": line.target, "at": line.at, "term": line.term});
        self.items.put(&Item {
            name: &line.text,
            cat: Some("log"),
            ph: "i",
            ts: Some(line.at.into()),
            pid: process(line.node, self.peers),
            tid: Some(LOG),
            s: Some("t"),
            args: Some(args),
            ..Item::default()
        })
    }

    fn finish(mut self, header: &Header) -> Result<(), ExportError> {
        self.roles.finish(self.now.max(header.ended), &mut self.items)?;
        self.traffic.finish(&mut self.items)?;
        self.items.finish(header)
    }
}

/// The category of an instant, and how far it is seen: `g` everywhere, `t` on its thread.
const fn scope_of(what: &What) -> (&'static str, &'static str) {
    match what {
        What::Crash {}
        | What::Boot { .. }
        | What::Connect {}
        | What::Disconnect {}
        | What::Pause { .. }
        | What::Clock { .. }
        | What::Arm { .. }
        | What::Due { .. }
        | What::Reliable { .. }
        | What::Reordering { .. }
        | What::Storm { .. }
        | What::Cut { .. }
        | What::Chaos { .. } => ("fault", "g"),
        What::Violation { .. } | What::ApplyError { .. } | What::Panic {} | What::Failed { .. } => {
            ("failure", "g")
        }
        What::Test { .. } | What::Passed {} | What::Warning {} => ("test", "t"),
        _ => ("raft", "t"),
    }
}
