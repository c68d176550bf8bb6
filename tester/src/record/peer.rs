//! What is known of one peer's inside, and what of it is new.

use raftapi::{Inspection, LogMark, Role};
use timeline::record::{self, Entry, LogChange, Snapshot, State};

use super::Sight;

/// One peer, as it was last seen.
#[derive(Default)]
pub(super) struct Peer {
    /// The term that it was last known to be in.
    pub(super) term: Option<u64>,
    /// The last index that its service has taken.
    pub(super) applied: u64,
    /// What has been told of it in this life; none before the first look.
    told: Option<Told>,
}

/// What has been told of a peer.
struct Told {
    role: record::Role,
    term: u64,
    applied: u64,
    view: Option<Inspection>,
}

impl Peer {
    /// A new life begins.
    pub(super) fn boot(&mut self) {
        self.told = None;
        self.applied = 0;
    }

    /// The peer has crashed.
    pub(super) fn crash(&mut self, after: u64, at: u64, node: usize) -> State {
        self.told = None;
        State { after, at, node, running: Some(false), ..State::default() }
    }

    /// The peer was looked at: what is new, if anything is.
    pub(super) fn see(&mut self, after: u64, at: u64, node: usize, sight: &Sight) -> Option<State> {
        self.term = Some(sight.state.term);
        let role = role(sight);
        let applied = sight.view.as_ref().map_or(self.applied, |view| view.last_applied);
        let now = Told { role, term: sight.state.term, applied, view: None };
        let old = self.told.take();
        let mut state = State { after, at, node, ..State::default() };
        state.running = old.is_none().then_some(true);
        state.role = changed(&now.role, old.as_ref().map(|old| &old.role));
        state.term = changed(&now.term, old.as_ref().map(|old| &old.term));
        state.applied = changed(&now.applied, old.as_ref().map(|old| &old.applied));
        let known = old.and_then(|old| old.view);
        let view = sight.view.as_ref().map(|view| look_inside(&mut state, known, view));
        self.told = Some(Told { view, ..now });
        let nothing = State { after, at, node, ..State::default() };
        (state != nothing).then_some(state)
    }
}

fn role(sight: &Sight) -> record::Role {
    match sight.view.as_ref().map(|view| view.role) {
        Some(Role::Leader) => record::Role::Leader,
        Some(Role::Candidate) => record::Role::Candidate,
        None if sight.state.is_leader => record::Role::Leader,
        Some(Role::Follower) | None => record::Role::Follower,
    }
}

fn changed<T: Copy + PartialEq>(now: &T, old: Option<&T>) -> Option<T> {
    (Some(now) != old).then_some(*now)
}

/// Adds to `state` what the view shows beyond what is known. What is known now.
fn look_inside(state: &mut State, known: Option<Inspection>, view: &Inspection) -> Inspection {
    let old = known.as_ref();
    state.voted_for = changed(&view.voted_for, old.map(|old| &old.voted_for));
    state.commit = changed(&view.commit_index, old.map(|old| &old.commit_index));
    let edge = |view: &Inspection| Snapshot { index: view.snapshot_index, term: view.snapshot_term };
    state.snapshot = changed(&edge(view), old.map(edge).as_ref());
    state.log = match old {
        Some(old) => log_change(old, view),
        None => Some(LogChange { from: view.snapshot_index + 1, entries: entries(&view.log) }),
    };
    match known {
        // Most looks find nothing new in a long log, and need not copy it.
        Some(known) if state.log.is_none() && state.snapshot.is_none() => {
            let log = known.log;
            Inspection { log, ..scalars(view) }
        }
        _ => view.clone(),
    }
}

/// The view without its log.
const fn scalars(view: &Inspection) -> Inspection {
    let Inspection {
        role, term, voted_for, commit_index, last_applied, snapshot_index, snapshot_term, ..
    } = *view;
    let log = Vec::new();
    Inspection { role, term, voted_for, commit_index, last_applied, snapshot_index, snapshot_term, log }
}

/// What became of the log, beyond what the snapshot has taken of it.
fn log_change(old: &Inspection, new: &Inspection) -> Option<LogChange> {
    let start = new.snapshot_index;
    let gone = start.checked_sub(old.snapshot_index).and_then(|gone| usize::try_from(gone).ok());
    // A snapshot that ends before the one before it brings back entries that nobody knew any more.
    let Some(gone) = gone else { return Some(LogChange { from: start + 1, entries: entries(&new.log) }) };
    let known = old.log.get(gone..).unwrap_or_default();
    let same = known.iter().zip(&new.log).take_while(|(one, other)| one == other).count();
    if same == known.len() && same == new.log.len() {
        return None;
    }
    Some(LogChange { from: start + 1 + same as u64, entries: entries(&new.log[same..]) })
}

fn entries(marks: &[LogMark]) -> Vec<Entry> {
    marks.iter().map(|mark| Entry(mark.term, short(mark.digest))).collect()
}

/// A digest in few digits: enough to tell the commands of one run apart.
pub(super) fn short(digest: u64) -> String {
    format!("{:08x}", (digest >> 32) ^ (digest & u64::from(u32::MAX)))
}
