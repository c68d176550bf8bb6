//! What is known of one peer's inside, and what of it is new.

use std::rc::Rc;

use raftapi::{Inspection, LogMark, Role};
use sim::Instant;
use timeline::record::{self, Entry, LogChange, Snapshot, State};

use super::Sight;
use super::interest::Interest;

/// One peer, as it was last seen.
#[derive(Default)]
pub(super) struct Peer {
    /// The term that it was last known to be in.
    pub(super) term: Option<u64>,
    /// The last index that its service has taken.
    pub(super) applied: u64,
    /// Whether it is worth a look.
    pub(super) interest: Interest,
    /// What has been told of it in this life; none before the first look.
    told: Option<Told>,
}

/// What has been told of a peer.
struct Told {
    role: record::Role,
    term: u64,
    applied: u64,
    view: Option<Rc<Inspection>>,
}

impl Peer {
    /// Whether it is to be looked at now. If so, it will be.
    pub(super) fn is_worth_a_look(&mut self, now: Instant) -> bool {
        let view = self.told.as_ref().and_then(|told| told.view.as_ref());
        self.interest.take(now, view.map_or(0, |view| view.log.len()))
    }

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
        let now = Told { role, term: sight.state.term, applied, view: sight.view.clone() };
        let old = self.told.take();
        let mut state = State { after, at, node, ..State::default() };
        state.running = old.is_none().then_some(true);
        state.role = changed(&now.role, old.as_ref().map(|old| &old.role));
        state.term = changed(&now.term, old.as_ref().map(|old| &old.term));
        state.applied = changed(&now.applied, old.as_ref().map(|old| &old.applied));
        if let Some(view) = &sight.view {
            look_inside(&mut state, old.as_ref().and_then(|old| old.view.as_deref()), view);
        }
        self.told = Some(now);
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

/// Adds to `state` what the view shows beyond what is known.
fn look_inside(state: &mut State, known: Option<&Inspection>, view: &Inspection) {
    state.voted_for = changed(&view.voted_for, known.map(|old| &old.voted_for));
    state.commit = changed(&view.commit_index, known.map(|old| &old.commit_index));
    let edge = |view: &Inspection| Snapshot { index: view.snapshot_index, term: view.snapshot_term };
    state.snapshot = changed(&edge(view), known.map(edge).as_ref());
    state.log = match known {
        Some(old) => log_change(old, view),
        None => Some(LogChange { from: view.snapshot_index + 1, entries: entries(&view.log) }),
    };
}

/// What became of the log, beyond what the snapshot has taken of it.
fn log_change(old: &Inspection, new: &Inspection) -> Option<LogChange> {
    let start = new.snapshot_index;
    let gone = start.checked_sub(old.snapshot_index).and_then(|gone| usize::try_from(gone).ok());
    // A snapshot that ends before the one before it brings back entries that nobody knew any more.
    let Some(gone) = gone else { return Some(LogChange { from: start + 1, entries: entries(&new.log) }) };
    let known = old.log.get(gone..).unwrap_or_default();
    let same = common(known, &new.log);
    if same == known.len() && same == new.log.len() {
        return None;
    }
    Some(LogChange { from: start + 1 + same as u64, entries: entries(&new.log[same..]) })
}

/// How many entries at their beginnings are the same. Goes through both in long steps: most looks find a long
/// log as it was.
fn common(one: &[LogMark], other: &[LogMark]) -> usize {
    const STEP: usize = 64;
    let differ = |one: &LogMark, other: &LogMark| (one.term ^ other.term) | (one.digest ^ other.digest);
    let steps = one.chunks_exact(STEP).zip(other.chunks_exact(STEP));
    let same = steps.take_while(|(one, other)| {
        one.iter().zip(*other).fold(0, |difference, (one, other)| difference | differ(one, other)) == 0
    });
    let begin = same.count() * STEP;
    let rest = one[begin..].iter().zip(&other[begin..]);
    begin + rest.take_while(|(one, other)| one == other).count()
}

fn entries(marks: &[LogMark]) -> Vec<Entry> {
    marks.iter().map(|mark| Entry(mark.term, short(mark.digest))).collect()
}

/// A digest in few digits: enough to tell the commands of one run apart.
pub(super) fn short(digest: u64) -> String {
    format!("{:08x}", (digest >> 32) ^ (digest & u64::from(u32::MAX)))
}
