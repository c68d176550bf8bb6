//! Recording: a run's events, and what its peers show of their inside, as the records of a trace.
//!
//! # What it models
//! A [`Recorder`] follows one run on the run's own thread. Of every event it makes a record, with the events
//! that it can have come of; of every look into a peer it makes a record of what has changed since the last.
//!
//! # What it leaves out
//! Where the records go, and the header, which tells what came of the run: whoever asked for the run knows.
//!
//! # Determinism
//! It changes nothing: not the run, nor its digest, nor the number of its events. Only an implementation that
//! draws numbers or changes itself inside of `inspect` or of a line that it logs is another one where
//! somebody looks or listens.

mod causes;
mod interest;
mod line;
mod logs;
mod peer;
mod spelling;
mod what;

use std::panic::Location;
use std::rc::Rc;

use raftapi::{Inspection, PeerState};
use sim::{Event, Instant, Moment};
use timeline::record::{self, Line, Record};

pub(crate) use self::logs::{LogFilterError, Said, check as check_log_filter, listen, muted};

use self::causes::Causes;
use self::peer::Peer;
use crate::facts::{Applied, Fault, RoleChange, SnapshotInstalled};
use crate::ours::is_ours;

/// What there is to be seen of a peer.
#[derive(Debug)]
pub(crate) struct Sight {
    /// What it says of itself.
    pub(crate) state: PeerState,
    /// What it shows of its inside; `None` from one that shows nothing.
    pub(crate) view: Option<Rc<Inspection>>,
}

/// Where a task was spawned. Of those that the harness spawns nobody wants to know it.
fn place(site: &Location<'_>) -> String {
    format!("{}:{}", site.file(), site.line())
}

/// Makes the records of one run.
#[derive(Default)]
pub(crate) struct Recorder {
    causes: Causes,
    /// By their nodes' numbers.
    peers: Vec<Peer>,
    /// The last event.
    last: u64,
    /// When the last thing happened.
    at: u64,
}

impl Recorder {
    /// Takes note of an event, which happens now; the term that its peer is in.
    pub(crate) fn hear(&mut self, event: &Event) -> Option<u64> {
        (self.last, self.at) = (event.id, event.at.as_nanos());
        let node = event.node?.index();
        self.note(node, event);
        self.peers[node].term
    }

    /// Tells the lines that come of an event, which was taken note of.
    pub(crate) fn event(&mut self, event: &Event, tell: &mut dyn FnMut(String)) {
        let node = event.node.map(sim::NodeId::index);
        let parents = self.causes.of(event);
        let what::Account { what, text, args } = what::of(event);
        let text = logs::bounded(text);
        let record = Record::Event(record::Event {
            id: event.id,
            at: self.at,
            node,
            term: self.term(node),
            parents,
            text,
            task: event.task.filter(|site| !is_ours(site.file())).map(place),
            what,
        });
        tell(line::of(&record, args.as_deref()));
        if let (Some(node), Some(Fault::Crashed)) = (node, event.fact()) {
            tell(line::of(&Record::State(self.peers[node].crash(self.last, self.at, node)), None));
        }
    }

    /// Whether a peer is to be looked into now, at this moment of the run.
    pub(crate) fn wants_sight(&mut self, node: usize, now: Option<Moment>) -> bool {
        let now = now.map_or(Instant::ZERO, |moment| moment.at);
        self.peer(node).is_worth_a_look(now)
    }

    /// Somebody has looked into a peer. Tells what has changed of it, as a line, if anything has.
    pub(crate) fn sight(&mut self, node: usize, sight: &Sight, tell: &mut dyn FnMut(String)) {
        let (after, at) = (self.last, self.at);
        if let Some(state) = self.peer(node).see(after, at, node, sight) {
            tell(line::of(&Record::State(state), None));
        }
    }

    /// What a peer, or the test's script, has logged, as a line of the trace.
    pub(crate) fn log(line: Line) -> String {
        line::of(&Record::Log(line), None)
    }

    /// What a peer, or the test's script, has logged.
    pub(crate) fn line(&self, node: Option<usize>, at: u64, said: Said) -> Line {
        let Said { level, target, text } = said;
        Line { after: self.last, at, node, term: self.term(node), level: level.to_owned(), target, text }
    }

    /// The term that a peer was last known to be in.
    fn term(&self, node: Option<usize>) -> Option<u64> {
        self.peers.get(node?)?.term
    }

    fn peer(&mut self, node: usize) -> &mut Peer {
        if self.peers.len() <= node {
            self.peers.resize_with(node + 1, Peer::default);
        }
        &mut self.peers[node]
    }

    /// Takes note of what an event says of its peer.
    fn note(&mut self, node: usize, event: &Event) {
        let peer = self.peer(node);
        peer.interest.hear(event);
        if let Some(RoleChange { term, .. }) = event.fact() {
            peer.term = Some(*term);
        } else if let Some(Applied { index, .. }) = event.fact() {
            peer.applied = *index;
        } else if let Some(SnapshotInstalled { index }) = event.fact() {
            peer.applied = *index;
        } else if let Some(Fault::Booted { .. }) = event.fact() {
            peer.boot();
        }
    }
}
