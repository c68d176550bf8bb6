//! The order that the records of a trace keep among each other.

use crate::TraceError;
use crate::record::{Event, Header, Line, Record, State};

/// What is known of the records so far.
pub(crate) struct Order {
    peers: usize,
    /// The last event.
    last: Option<u64>,
    /// When the last thing happened.
    now: u64,
}

impl Order {
    pub(crate) const fn new(header: &Header) -> Self {
        Self { peers: header.peers, last: None, now: 0 }
    }

    /// Whether `record` may stand here, on this line.
    pub(crate) fn admit(&mut self, line: u64, record: &Record) -> Result<(), TraceError> {
        match record {
            Record::Event(event) => self.event(line, event),
            Record::State(State { after, at, node, voted_for, .. }) => {
                self.aside(line, *after, *at, Some(*node))?;
                voted_for.flatten().map_or(Ok(()), |peer| self.check_peer(line, peer))
            }
            Record::Log(Line { after, at, node, .. }) => self.aside(line, *after, *at, *node),
            Record::Header(_) => Err(damaged(line, "a second header".to_owned())),
            Record::End(_) => Ok(()),
        }
    }

    fn event(&mut self, line: u64, event: &Event) -> Result<(), TraceError> {
        let id = event.id;
        if let Some(before) = self.last.filter(|before| *before >= id) {
            return Err(TraceError::Order { line, id, before });
        }
        if let Some(&parent) = event.parents.iter().find(|parent| **parent >= id) {
            return Err(TraceError::Parent { line, id, parent });
        }
        if event.at < self.now {
            return Err(damaged(line, format!("event {id} happens before what stands before it")));
        }
        for node in event.node.into_iter().chain(event.what.peers()) {
            self.check_peer(line, node)?;
        }
        (self.last, self.now) = (Some(id), event.at);
        Ok(())
    }

    /// A record that belongs to an event before it.
    fn aside(&mut self, line: u64, after: u64, at: u64, node: Option<usize>) -> Result<(), TraceError> {
        if after > self.last.unwrap_or(0) {
            return Err(damaged(
                line,
                format!("it belongs to event {after}, which does not stand before it"),
            ));
        }
        if at < self.now {
            return Err(damaged(line, "it is earlier than what stands before it".to_owned()));
        }
        self.now = at;
        node.map_or(Ok(()), |node| self.check_peer(line, node))
    }

    fn check_peer(&self, line: u64, node: usize) -> Result<(), TraceError> {
        if node < self.peers {
            return Ok(());
        }
        Err(damaged(line, format!("it names peer {node}, and there are only {} peers", self.peers)))
    }
}

pub(crate) const fn damaged(line: u64, what: String) -> TraceError {
    TraceError::Damaged { line, what }
}
