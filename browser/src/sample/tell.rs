//! What happened in a made-up run, as records.

use timeline::record::{Event, Line, LogChange, Record, Snapshot, State, What};

use super::peer::Peer;

/// The records so far.
pub(crate) struct Tell {
    pub(crate) records: Vec<Record>,
    next: u64,
    /// The last event of each peer, and of the script at the end.
    last: Vec<Option<u64>>,
    /// What was told of each peer's state.
    shown: Vec<State>,
    logs: Vec<Vec<(u64, u32)>>,
}

impl Tell {
    pub(crate) fn new(peers: usize) -> Tell {
        Tell {
            records: Vec::new(),
            next: 0,
            last: vec![None; peers + 1],
            shown: vec![State::default(); peers],
            logs: vec![Vec::new(); peers],
        }
    }

    pub(crate) fn last_id(&self) -> u64 {
        self.next - 1
    }

    /// Tells an event, which came of the one before it at the same place and of `cause`.
    pub(crate) fn event(
        &mut self,
        at: u64,
        place: Option<&Peer>,
        cause: Option<u64>,
        text: String,
        what: What,
    ) -> u64 {
        let id = self.next;
        self.next += 1;
        let script = self.last.len() - 1;
        let before = self.last[place.map_or(script, |peer| peer.me)].replace(id);
        let mut parents: Vec<u64> = before.into_iter().chain(cause).collect();
        parents.sort_unstable();
        parents.dedup();
        let node = place.map(|peer| peer.me);
        let term = place.map(|peer| peer.term);
        let task = node.map(|_| "src/raft/election.rs:41".to_owned());
        self.records.push(Record::Event(Event { id, at, node, term, parents, text, task, what }));
        id
    }

    /// Tells a line that a peer logged.
    pub(crate) fn line(&mut self, at: u64, peer: &Peer, level: &str, text: String) {
        self.records.push(Record::Log(Line {
            after: self.last_id(),
            at,
            node: Some(peer.me),
            term: Some(peer.term),
            level: level.to_owned(),
            target: "raft::election".to_owned(),
            text,
        }));
    }

    /// Tells what has changed of a peer.
    pub(crate) fn state(&mut self, at: u64, peer: &Peer) {
        let was = &mut self.shown[peer.me];
        let mut told = State { after: self.next - 1, at, node: peer.me, ..State::default() };
        if !peer.is_up {
            *was = State::default();
            self.logs[peer.me].clear();
            told.running = Some(false);
            self.records.push(Record::State(told));
            return;
        }
        change(&mut was.running, &mut told.running, true);
        change(&mut was.role, &mut told.role, peer.role);
        change(&mut was.term, &mut told.term, peer.term);
        change(&mut was.voted_for, &mut told.voted_for, peer.voted_for);
        change(&mut was.commit, &mut told.commit, peer.commit);
        change(&mut was.applied, &mut told.applied, peer.applied);
        change(
            &mut was.snapshot,
            &mut told.snapshot,
            Snapshot { index: peer.snapshot, term: peer.term_at(peer.snapshot) },
        );
        told.log = log_change(&mut self.logs[peer.me], peer);
        if told != (State { after: told.after, at, node: peer.me, ..State::default() }) {
            self.records.push(Record::State(told));
        }
    }
}

/// Puts `now` into `told` if it is not what `was`.
fn change<T: PartialEq + Clone>(was: &mut Option<T>, told: &mut Option<T>, now: T) {
    if was.as_ref() != Some(&now) {
        *was = Some(now.clone());
        *told = Some(now);
    }
}

fn log_change(was: &mut Vec<(u64, u32)>, peer: &Peer) -> Option<LogChange> {
    let same = was.iter().zip(&peer.log).take_while(|(was, now)| was == now).count();
    let is_same = same == was.len() && same == peer.log.len();
    let from = same.max(usize::try_from(peer.snapshot).unwrap_or(usize::MAX));
    was.clone_from(&peer.log);
    let entries = peer
        .log
        .iter()
        .skip(from)
        .map(|(term, digest)| timeline::record::Entry(*term, format!("{digest:08x}")));
    (!is_same).then(|| LogChange { from: from as u64 + 1, entries: entries.collect() })
}
