//! Messages: a slice at each end, and an arrow from the one to the other.

use std::collections::{BTreeMap, VecDeque};
use std::io::Write;

use serde_json::json;

use super::json::{Item, Items};
use super::lane::{Lane, Slice};
use super::{VISIBLE, process};
use crate::ExportError;
use crate::record::{Event, What};

/// The thread of these slices.
pub(super) const THREAD: usize = 2;

/// The lanes of all processes, and what is under way between them.
pub(super) struct Traffic {
    peers: usize,
    lanes: Vec<Lane>,
    /// Where messages set out, in the order of their events.
    begun: Vec<Begun>,
    /// The handlers that have not answered yet, by the event with which they began: a request that arrives
    /// twice has two.
    handlers: BTreeMap<u64, Handler>,
    /// Arrows that wait until the slices at both ends are written: Perfetto binds an arrow to a slice that it
    /// has seen.
    arrows: VecDeque<Arrow>,
}

/// A handler that runs.
struct Handler {
    pid: usize,
    call: u64,
    since: u64,
}

/// A request or a reply sets out.
struct Begun {
    event: u64,
    call: u64,
    place: Place,
}

/// Where a slice begins.
#[derive(Clone, Copy)]
struct Place {
    pid: usize,
    at: u64,
}

struct Arrow {
    id: u64,
    name: String,
    category: &'static str,
    from: Place,
    to: Place,
}

impl Traffic {
    pub(super) fn new(peers: usize) -> Self {
        let lanes = (0..=peers).map(|index| Lane::new(index + 1, THREAD)).collect();
        Self { peers, lanes, begun: Vec::new(), handlers: BTreeMap::new(), arrows: VecDeque::new() }
    }

    /// Writes what nothing can change any more that happens from `now` on.
    pub(super) fn until<W: Write>(&mut self, now: u64, items: &mut Items<'_, W>) -> Result<(), ExportError> {
        for lane in &mut self.lanes {
            lane.until(now, items)?;
        }
        let is_ripe = |arrow: &Arrow| arrow.from.at.max(arrow.to.at).saturating_add(VISIBLE) <= now;
        while let Some(arrow) = self.arrows.pop_front_if(|arrow| is_ripe(arrow)) {
            arrow.write(items)?;
        }
        Ok(())
    }

    /// Writes all that is left.
    pub(super) fn finish<W: Write>(mut self, items: &mut Items<'_, W>) -> Result<(), ExportError> {
        self.until(u64::MAX, items)
    }

    /// Something that happened to a message.
    pub(super) fn event<W: Write>(
        &mut self,
        event: &Event,
        items: &mut Items<'_, W>,
    ) -> Result<(), ExportError> {
        let pid = process(event.node, self.peers);
        match &event.what {
            What::Send { call, .. } | What::Duplicate { call, .. } => {
                let place = self.slice(event, event.at, items)?;
                self.begun.push(Begun { event: event.id, call: *call, place });
            }
            What::Deliver { call, method, .. } => {
                self.arrive(event, *call, short(method).to_owned(), "request", items)?;
                self.handlers.insert(event.id, Handler { pid, call: *call, since: event.at });
            }
            What::Reply { call, .. } => self.reply(event, (pid, *call), items)?,
            What::Answer { call, method, .. } => {
                self.arrive(event, *call, format!("{} reply", short(method)), "reply", items)?;
            }
            What::Drop { call, method, .. } => {
                self.arrive(event, *call, format!("{} lost", short(method)), "lost", items)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// A handler has answered: within its slice if nothing else has happened since, and in one of its own
    /// otherwise.
    fn reply<W: Write>(
        &mut self,
        event: &Event,
        handler: (usize, u64),
        items: &mut Items<'_, W>,
    ) -> Result<(), ExportError> {
        let What::Reply { method, args, size, .. } = &event.what else { return Ok(()) };
        let began = self.began(event, handler);
        let lane = &mut self.lanes[handler.0 - 1];
        let deliver = began.filter(|(at, _)| *at == event.at);
        let slice = lane.last().filter(|slice| deliver.is_some_and(|(_, id)| slice.args["event"] == id));
        if let Some(slice) = slice {
            slice.args["reply"] = json!({"event": event.id, "size": size, "args": args});
            // An arrow may set out from anywhere within the slice.
            let at = lane.began().unwrap_or(event.at);
            let place = Place { pid: handler.0, at };
            self.begun.push(Begun { event: event.id, call: handler.1, place });
            return Ok(());
        }
        let place = self.slice(event, event.at, items)?;
        self.begun.push(Begun { event: event.id, call: handler.1, place });
        match began {
            Some((since, _)) if since < event.at => {
                let span = |ph, at: u64| Item {
                    name: short(method),
                    cat: Some("handler"),
                    ph,
                    ts: Some(at.into()),
                    pid: place.pid,
                    tid: Some(THREAD),
                    id: Some(event.id),
                    ..Item::default()
                };
                items.put(&span("b", since))?;
                items.put(&span("e", event.at))
            }
            _ => Ok(()),
        }
    }

    /// When the handler began that gives this reply, and with which event. Of deliveries of one call among
    /// the reply's causes it is the first: another is there only as what happened on the peer before. Where
    /// none is, it is the oldest.
    fn began(&mut self, reply: &Event, (pid, call): (usize, u64)) -> Option<(u64, u64)> {
        let is_its = |cause: &&u64| {
            self.handlers.get(cause).is_some_and(|handler| (handler.pid, handler.call) == (pid, call))
        };
        let cause = reply.parents.iter().filter(is_its).min();
        let cause = *cause.or_else(|| self.handlers.keys().find(is_its))?;
        self.handlers.remove(&cause).map(|handler| (handler.since, cause))
    }

    fn slice<W: Write>(
        &mut self,
        event: &Event,
        at: u64,
        items: &mut Items<'_, W>,
    ) -> Result<Place, ExportError> {
        let pid = process(event.node, self.peers);
        let at = self.lanes[pid - 1].put(at, slice(event), items)?;
        Ok(Place { pid, at })
    }

    /// The slice of an event that ends a message's way, and the arrow to it from where the message set out:
    /// the last one of its call among the event's causes.
    fn arrive<W: Write>(
        &mut self,
        event: &Event,
        call: u64,
        name: String,
        category: &'static str,
        items: &mut Items<'_, W>,
    ) -> Result<(), ExportError> {
        let find = |parent: &u64| {
            let position = self.begun.binary_search_by_key(parent, |begun| begun.event).ok()?;
            Some(&self.begun[position]).filter(|begun| begun.call == call)
        };
        let begun = event.parents.iter().filter_map(find).max_by_key(|begun| begun.event);
        let from = begun.map(|begun| begun.place);
        // Even where the slice at the other end had to be put off: an arrow points forward.
        let at = from.map_or(event.at, |from| event.at.max(from.at.saturating_add(1)));
        let to = self.slice(event, at, items)?;
        if let Some(from) = from {
            self.arrows.push_back(Arrow { id: event.id, name, category, from, to });
        }
        Ok(())
    }
}

impl Arrow {
    fn write<W: Write>(&self, items: &mut Items<'_, W>) -> Result<(), ExportError> {
        let end = |ph, place: Place, bp| Item {
            name: &self.name,
            cat: Some(self.category),
            ph,
            ts: Some(place.at.into()),
            pid: place.pid,
            tid: Some(THREAD),
            id: Some(self.id),
            bp,
            ..Item::default()
        };
        items.put(&end("s", self.from, None))?;
        items.put(&end("f", self.to, Some("e")))
    }
}

/// The slice of a message's event.
fn slice(event: &Event) -> Slice {
    let (name, category) = match &event.what {
        What::Send { method, .. } => (format!("send {}", short(method)), "send"),
        What::Duplicate { method, .. } => (format!("send {} twice", short(method)), "send"),
        What::Deliver { method, .. } => (short(method).to_owned(), "handler"),
        What::Reply { method, .. } => (format!("answer {}", short(method)), "handler"),
        What::Answer { method, .. } => (format!("{} answered", short(method)), "answer"),
        What::Drop { method, reason, .. } => (format!("{}: {reason}", short(method)), "lost"),
        _ => (event.text.clone(), "message"),
    };
    let mut args = json!({"event": event.id, "at": event.at, "term": event.term, "text": event.text});
    if let What::Send { args: sent, size, .. } | What::Reply { args: sent, size, .. } = &event.what {
        args["size"] = json!(size);
        args["args"] = sent.clone();
    }
    Slice { name, category, args }
}

/// The method without the name of its service.
fn short(method: &str) -> &str {
    method.rsplit('.').next().unwrap_or(method)
}
