//! The network of a made-up run: what is on its way, and what happens when it arrives.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use serde_json::{Value, json};
use timeline::record::{Role, What};

use super::peer::Peer;
use super::tell::Tell;

pub(crate) const MS: u64 = 1_000_000;

/// What will happen at some time.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    /// A request arrives, or a copy of it.
    Request { call: u64, from: usize, to: usize, cause: u64, message: Message, is_copy: bool },
    /// A reply arrives.
    Answer { call: u64, from: usize, to: usize, cause: u64, message: Message, granted: bool, term: u64 },
    /// The caller learns that a call came to nothing.
    Lost { call: u64, from: usize, to: usize, cause: u64, method: &'static str, reason: &'static str },
    /// A follower may have heard of no leader for too long.
    Timeout(usize),
    /// A leader's next round of heartbeats.
    Beat(usize, u64),
    /// The script's next step.
    Script,
}

/// A request.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Message {
    Vote { term: u64, last: (u64, u64) },
    Append { term: u64, prev: (u64, u64), entries: Vec<(u64, u32)>, commit: u64 },
}

impl Message {
    fn method(&self) -> &'static str {
        match self {
            Self::Vote { .. } => "Raft.RequestVote",
            Self::Append { .. } => "Raft.AppendEntries",
        }
    }

    fn args(&self, from: usize) -> Value {
        match self {
            Self::Vote { term, last } => {
                json!({"term": term, "candidate": from, "last": {"term": last.0, "index": last.1}})
            }
            Self::Append { term, prev, entries, commit } => json!({
                "term": term,
                "prev": {"term": prev.1, "index": prev.0},
                "entries": entries.iter().map(|entry| json!({"term": entry.0, "command": format!("{:08x}", entry.1)}))
                    .collect::<Vec<_>>(),
                "leader_commit": commit,
            }),
        }
    }
}

/// The peers, what is on its way between them, and what was told of it.
pub(crate) struct World {
    pub(crate) now: u64,
    pub(crate) peers: Vec<Peer>,
    pub(crate) tell: Tell,
    pub(crate) is_reliable: bool,
    pub(crate) cut: Vec<(usize, usize)>,
    due: BinaryHeap<Reverse<(u64, u64, Due)>>,
    order: u64,
    calls: u64,
    random: u64,
}

impl World {
    pub(crate) fn new(peers: usize) -> World {
        World {
            now: 0,
            peers: (0..peers).map(|me| Peer::new(me, peers)).collect(),
            tell: Tell::new(peers),
            is_reliable: true,
            cut: Vec::new(),
            due: BinaryHeap::new(),
            order: 0,
            calls: 0,
            random: 0x9e37_79b9_7f4a_7c15,
        }
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % bound
    }

    pub(crate) fn at(&mut self, after: u64, due: Due) {
        self.order += 1;
        self.due.push(Reverse((self.now + after, self.order, due)));
    }

    pub(crate) fn next(&mut self) -> Option<Due> {
        let Reverse((at, _, due)) = self.due.pop()?;
        self.now = at;
        Some(due)
    }

    pub(crate) fn event(&mut self, node: Option<usize>, cause: Option<u64>, text: String, what: What) -> u64 {
        self.tell.event(self.now, node.map(|node| &self.peers[node]), cause, text, what)
    }

    pub(crate) fn state(&mut self, node: usize) {
        self.tell.state(self.now, &self.peers[node]);
    }

    /// A new time at which the peer stands for election.
    pub(crate) fn rest(&mut self, node: usize) {
        let wait = (250 + self.below(250)) * MS;
        self.peers[node].deadline = self.now + wait;
        self.at(wait, Due::Timeout(node));
    }

    fn reaches(&self, from: usize, to: usize) -> bool {
        let is_there = |node: usize| self.peers[node].is_up && self.peers[node].is_connected;
        is_there(from) && is_there(to) && !self.cut.contains(&(from, to))
    }

    fn delay(&mut self) -> u64 {
        let base = 20_000 + self.below(180_000);
        if self.is_reliable { base } else { base + self.below(26 * MS) }
    }

    pub(crate) fn send(&mut self, from: usize, to: usize, message: Message) {
        let (call, method) = (self.calls, message.method());
        self.calls += 1;
        let args = message.args(from);
        let text = format!("#{call} to {to}: {method} {args}");
        let size = 24 + args.to_string().len() / 3;
        let what = What::Send { call, to: Some(to), method: method.to_owned(), size, args };
        let cause = self.event(Some(from), None, text, what);
        let delay = self.delay();
        if !self.reaches(from, to) {
            let wait = self.below(100 * MS);
            self.at(wait, Due::Lost { call, from, to, cause, method, reason: "nobody there" });
        } else if !self.is_reliable && self.below(10) == 0 {
            self.at(delay, Due::Lost { call, from, to, cause, method, reason: "request lost" });
        } else {
            if !self.is_reliable && self.below(40) == 0 {
                let text = format!("#{call} to {to}: {method} once more");
                let what = What::Duplicate { call, method: method.to_owned() };
                let cause = self.event(Some(from), Some(cause), text, what);
                let later = self.delay();
                let message = message.clone();
                self.at(delay + later, Due::Request { call, from, to, cause, message, is_copy: true });
            }
            self.at(delay, Due::Request { call, from, to, cause, message, is_copy: false });
        }
    }

    pub(crate) fn lost(&mut self, lost: (u64, usize, usize, u64), method: &str, reason: &str) {
        let (call, from, to, cause) = lost;
        if self.peers[from].is_up {
            let what =
                What::Drop { call, to: Some(to), method: method.to_owned(), reason: reason.to_owned() };
            self.event(Some(from), Some(cause), format!("#{call} to {to}: {method}: {reason}"), what);
        }
    }

    /// A request arrives: the peer's handler runs and answers. What it answers to a copy goes nowhere.
    pub(crate) fn request(
        &mut self,
        call: u64,
        (from, to): (usize, usize),
        cause: u64,
        message: Message,
        is_copy: bool,
    ) {
        if !self.peers[to].is_up {
            return;
        }
        let method = message.method();
        let text = format!("#{call} from {from}: {method} arrives");
        let what = What::Deliver { call, from: Some(from), method: method.to_owned() };
        let arrived = self.event(Some(to), Some(cause), text, what);
        let granted = self.handle(from, to, &message);
        let term = self.peers[to].term;
        let args = match message {
            Message::Vote { .. } => json!({"term": term, "granted": granted}),
            Message::Append { .. } => json!({"term": term, "success": granted}),
        };
        let text = format!("#{call} back to {from}: {method} {args}");
        let what = What::Reply { call, to: Some(from), method: method.to_owned(), size: 12, args };
        let replied = self.event(Some(to), Some(arrived), text, what);
        self.state(to);
        if is_copy {
            return;
        }
        let delay = self.delay();
        if !self.reaches(to, from) {
            self.at(delay, Due::Lost { call, from, to, cause: replied, method, reason: "cut off" });
        } else if !self.is_reliable && self.below(10) == 0 {
            self.at(delay, Due::Lost { call, from, to, cause: replied, method, reason: "reply lost" });
        } else {
            self.at(delay, Due::Answer { call, from, to, cause: replied, message, granted, term });
        }
    }

    fn handle(&mut self, from: usize, to: usize, message: &Message) -> bool {
        let (Message::Vote { term, .. } | Message::Append { term, .. }) = message;
        if self.peers[to].follow(*term) {
            self.persist(to);
            self.role(to);
        }
        if *term < self.peers[to].term {
            return false;
        }
        let granted = match message {
            Message::Vote { last, .. } => self.peers[to].vote(from, *last),
            Message::Append { prev, entries, commit, .. } => {
                self.peers[to].role = Role::Follower;
                self.peers[to].append(*prev, entries, *commit)
            }
        };
        let changed = match message {
            Message::Vote { .. } => granted,
            Message::Append { entries, .. } => granted && !entries.is_empty(),
        };
        if changed {
            self.persist(to);
        }
        if granted {
            self.rest(to);
        }
        self.apply(to);
        granted
    }

    pub(crate) fn persist(&mut self, node: usize) {
        let state_size = 17 + 12 * self.peers[node].log.len();
        let what = What::Persist { state_size, snapshot_size: 0, snapshot_changed: false };
        self.event(Some(node), None, format!("saved {state_size} bytes of state"), what);
    }

    pub(crate) fn role(&mut self, node: usize) {
        let (term, leader) = (self.peers[node].term, self.peers[node].role == Role::Leader);
        let text = if leader { format!("leads term {term}") } else { format!("term {term}") };
        self.event(Some(node), None, text.clone(), What::Role { term, leader });
        let level = if leader { "info" } else { "debug" };
        self.tell.line(self.now, &self.peers[node], level, format!("now {text}"));
    }

    pub(crate) fn apply(&mut self, node: usize) {
        while self.peers[node].applied < self.peers[node].commit {
            self.peers[node].applied += 1;
            let index = self.peers[node].applied;
            let at = usize::try_from(index - 1).unwrap_or(usize::MAX);
            let digest = format!("{:08x}", self.peers[node].log[at].1);
            let text = format!("applied {digest} at index {index}");
            self.event(Some(node), None, text, What::Apply { index, command: digest.clone(), digest });
            if index.is_multiple_of(40) {
                self.peers[node].snapshot = index;
                let what = What::Snapshot { index, bytes: 400 };
                self.event(Some(node), None, format!("a snapshot of 400 bytes up to index {index}"), what);
            }
        }
    }

    /// Sends every other peer what it lacks.
    pub(crate) fn replicate(&mut self, node: usize) {
        for to in (0..self.peers.len()).filter(|to| *to != node) {
            let peer = &self.peers[node];
            let next = peer.next[to].min(peer.log.len());
            let prev = (next as u64, peer.term_at(next as u64));
            let entries = peer.log[next..].iter().take(30).copied().collect();
            let message = Message::Append { term: peer.term, prev, entries, commit: peer.commit };
            self.send(node, to, message);
        }
    }
}
